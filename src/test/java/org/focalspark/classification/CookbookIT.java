package org.focalspark.classification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.apache.spark.sql.SparkSession;
import org.focalspark.testkit.SparkSessions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The Java of docs/cookbook.md compiles and runs, each recipe after the data of all. Its Python: python/tests/test_cookbook.py. */
@Tag("once")
class CookbookIT {
    private static final String DATA = "The data of all recipes";

    private static final Pattern HEADING_OR_JAVA = Pattern.compile("(?ms)^## (.+?)$|^```java\\n(.*?)^```$");

    @TempDir
    static Path folder;

    @Test
    void everyRecipeIsThereInJava() throws IOException {
        assertThat(recipes()).hasSize(8);
    }

    @TestFactory
    Stream<DynamicTest> recipesRun() throws IOException {
        Map<String, String> recipes = recipes();
        String data = recipes.remove(DATA);
        List<String> titles = new ArrayList<>(recipes.keySet());
        return titles.stream()
                .map(title -> DynamicTest.dynamicTest(
                        title, () -> run("Recipe" + titles.indexOf(title), data + recipes.get(title))));
    }

    /** By section, its Java. */
    private static Map<String, String> recipes() throws IOException {
        Map<String, String> recipes = new LinkedHashMap<>();
        Matcher found = HEADING_OR_JAVA.matcher(Files.readString(Path.of("docs/cookbook.md")));
        String title = "";
        while (found.find()) {
            if (found.group(1) != null) {
                title = found.group(1);
            } else {
                recipes.merge(title, found.group(2), String::concat);
            }
        }
        return recipes;
    }

    private static void run(String name, String code) throws Exception {
        compile(Files.writeString(folder.resolve(name + ".java"), asClass(name, code)));
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            loader.loadClass(name).getMethod("run", SparkSession.class).invoke(null, SparkSessions.shared());
        }
        SparkSessions.shared().catalog().clearCache();
    }

    private static String asClass(String name, String code) {
        List<String> imports = code.lines()
                .filter(line -> line.startsWith("import "))
                .distinct()
                .toList();
        List<String> statements =
                code.lines().filter(line -> !line.startsWith("import ")).toList();
        return String.join("\n", imports)
                + "\nimport org.apache.spark.sql.SparkSession;\npublic class " + name
                + " {\n    public static void run(SparkSession spark) throws Exception {\n"
                + String.join("\n", statements)
                + "\n    }\n}\n";
    }

    private static void compile(Path source) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter problems = new StringWriter();
        // Surefire starts the JVM with a jar that names the class path.
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            boolean compiled = compiler.getTask(
                            problems,
                            files,
                            null,
                            List.of("-proc:none", "-cp", classPath, "-d", folder.toString()),
                            null,
                            files.getJavaFileObjects(source))
                    .call();
            assertThat(compiled).as(problems.toString()).isTrue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
