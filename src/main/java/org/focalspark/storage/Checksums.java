package org.focalspark.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The SHA-256 of each file of a folder, in a file of the form that {@code sha256sum --check} reads: any damage by accident
 * shows, whatever wrote the files. Names that begin with a dot or an underscore are passed over, as Spark does. A folder inside
 * that has such a file itself is represented by it.
 */
public final class Checksums {
    /** Name of the file. */
    public static final String FILE = "SHA256SUMS";

    private static final Pattern LINE = Pattern.compile("\\\\?([0-9a-f]{64})  (.+)");
    private static final int BUFFER = 1 << 16;

    private final FileSystem files;
    private final Path folder;

    /**
     * Names a folder.
     *
     * @param files its file system
     * @param folder qualified path
     */
    public Checksums(FileSystem files, Path folder) {
        this.files = files;
        this.folder = folder;
    }

    /**
     * Something that is not as it was saved.
     *
     * @param part path inside the folder
     * @param problem what is wrong, as a clause
     */
    public record Damage(String part, String problem) {}

    /**
     * Writes the file.
     *
     * @throws IOException if the file system fails
     */
    public void write() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (Map.Entry<String, Path> file : found().entrySet()) {
            lines.append(line(digest(file.getValue()), file.getKey()));
        }
        try (var stream = files.create(file())) {
            stream.write(lines.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    /**
     * Whether the folder has the file.
     *
     * @return false for one that no release of ours has saved, or that was copied without it
     * @throws IOException if the file system fails
     */
    public boolean exist() throws IOException {
        return files.exists(file());
    }

    /**
     * Compares the files with what was saved.
     *
     * @return the first that differs
     * @throws IOException if the file system fails
     */
    public Optional<Damage> damage() throws IOException {
        Map<String, String> saved = new LinkedHashMap<>();
        for (String line : SmallFile.read(files, file()).split("\n", -1)) {
            Matcher parts = LINE.matcher(line);
            if (parts.matches()) {
                String name = line.startsWith("\\") ? unescaped(parts.group(2)) : parts.group(2);
                saved.put(name, parts.group(1));
            } else if (!line.isEmpty()) {
                return Optional.of(new Damage(FILE, "has a line that is no checksum"));
            }
        }
        if (saved.isEmpty()) {
            return Optional.of(new Damage(FILE, "is empty"));
        }
        return damage(saved, found());
    }

    private Optional<Damage> damage(Map<String, String> saved, SortedMap<String, Path> found) {
        for (Map.Entry<String, String> file : saved.entrySet()) {
            Path path = found.get(file.getKey());
            if (path == null) {
                return Optional.of(new Damage(file.getKey(), "is missing"));
            }
            Optional<String> problem = problem(path, file.getValue());
            if (problem.isPresent()) {
                return Optional.of(new Damage(file.getKey(), problem.get()));
            }
        }
        return found.keySet().stream()
                .filter(name -> !saved.containsKey(name) && name.contains("/"))
                .findFirst()
                .map(name -> new Damage(name, "was not there when the stage was saved"));
    }

    private Path file() {
        return new Path(folder, FILE);
    }

    /** By path inside the folder. */
    private SortedMap<String, Path> found() throws IOException {
        SortedMap<String, Path> found = new TreeMap<>();
        find(folder, "", found);
        found.remove(FILE);
        return found;
    }

    private void find(Path directory, String prefix, Map<String, Path> found) throws IOException {
        FileStatus[] children = files.listStatus(directory);
        if (!prefix.isEmpty()) {
            for (FileStatus child : children) {
                if (child.getPath().getName().equals(FILE)) {
                    found.put(prefix + FILE, child.getPath());
                    return;
                }
            }
        }
        for (FileStatus child : children) {
            String name = child.getPath().getName();
            if (child.isDirectory() && !isHidden(name)) {
                find(child.getPath(), prefix + name + "/", found);
            } else if (!isHidden(name)) {
                found.put(prefix + name, child.getPath());
            }
        }
    }

    /** Whether Spark passes over a file of this name. */
    static boolean isHidden(String name) {
        return name.startsWith(".") || name.startsWith("_");
    }

    private Optional<String> problem(Path path, String saved) {
        try {
            return digest(path).equals(saved)
                    ? Optional.empty()
                    : Optional.of("has another SHA-256 than " + FILE + " has of it");
        } catch (IOException e) {
            return Optional.of("cannot be read: " + e.getMessage());
        }
    }

    private String digest(Path file) throws IOException {
        MessageDigest digest = Names.sha256();
        byte[] buffer = new byte[BUFFER];
        try (InputStream stream = files.open(file)) {
            for (int size = stream.read(buffer); size >= 0; size = stream.read(buffer)) {
                digest.update(buffer, 0, size);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Backslashes and line ends in a name as sha256sum writes them. */
    private static String line(String digest, String name) {
        String escaped = name.replace("\\", "\\\\").replace("\n", "\\n");
        return (escaped.equals(name) ? "" : "\\") + digest + "  " + escaped + "\n";
    }

    private static String unescaped(String name) {
        return name.replace("\\n", "\n").replace("\\\\", "\\");
    }
}
