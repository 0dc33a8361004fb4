package org.focalspark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The packaged jars carry notice and license of the software that they contain, and of no other. */
@Tag("once")
class NoticesIT {
    private static final String JARS = System.getProperty("focalspark.test.jars");
    private static final String LICENSES = "META-INF/licenses/";

    /** What pom.xml shades into the application jar, and the charts, which are unpacked. */
    private static List<String> contained() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        String shaded = pom.substring(pom.indexOf("<shadedClassifierName>app<"));
        shaded = shaded.substring(0, shaded.indexOf("</artifactSet>"));
        return Stream.concat(
                        Pattern.compile("<include>([^<]+)</include>")
                                .matcher(shaded)
                                .results(),
                        Pattern.compile("<includeArtifactIds>([^<]+)</includeArtifactIds>")
                                .matcher(pom)
                                .results())
                .map(match -> match.group(1).replaceFirst("^echarts$", "org.webjars:echarts"))
                .toList();
    }

    @Test
    void theApplicationJarHasNoticeAndLicenseOfAllItContains() throws IOException {
        assertThat(contained())
                .contains("org.webjars:echarts", "com.google.protobuf:protobuf-java")
                .hasSize(5);
        try (ZipFile jar = new ZipFile(JARS + "-app.jar")) {
            String notice = text(jar, "META-INF/NOTICE");
            for (String artifact : contained()) {
                assertThat(notice).contains("\n" + artifact + "\n");
                assertThat(text(jar, LICENSES + artifact.replaceFirst(".*:", "") + ".txt"))
                        .as(artifact)
                        .contains("Copyright")
                        .containsAnyOf(
                                "Apache License 2.0. The text is in META-INF/LICENSE of this jar.",
                                "Redistribution and use in source and binary forms");
            }
            assertThat(text(jar, "META-INF/LICENSE"))
                    .contains("Apache License", "Version 2.0, January 2004", "END OF TERMS AND CONDITIONS");
        }
    }

    @Test
    void theLibraryJarClaimsNothingOfOthers() throws IOException {
        try (ZipFile jar = new ZipFile(JARS + ".jar")) {
            assertThat(text(jar, "META-INF/NOTICE")).isEqualTo(Files.readString(Path.of("NOTICE")));
            for (String artifact : contained()) {
                assertThat(text(jar, "META-INF/NOTICE")).doesNotContain(artifact);
            }
            assertThat(jar.stream().map(ZipEntry::getName)).noneMatch(name -> name.startsWith(LICENSES));
        }
    }

    private static String text(ZipFile jar, String name) throws IOException {
        ZipEntry entry = Objects.requireNonNull(jar.getEntry(name), name);
        return new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
    }
}
