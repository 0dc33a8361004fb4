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
 * The SHA-256 of each file of a folder, stored in a file in the format of {@code sha256sum --check}. It detects
 * accidental damage. Names that begin with a dot or an underscore are skipped, as in Spark. If a subfolder has its own
 * checksum file, only that file is listed.
 */
public final class Checksums {
    /** Name of the checksum file. */
    public static final String FILE = "SHA256SUMS";

    private static final Pattern LINE = Pattern.compile("\\\\?([0-9a-f]{64})  (.+)");
    private static final int BUFFER = 1 << 16;

    private final FileSystem files;
    private final Path folder;

    /**
     * Creates checksums of a folder.
     *
     * @param files file system of the folder
     * @param folder qualified path
     */
    public Checksums(FileSystem files, Path folder) {
        this.files = files;
        this.folder = folder;
    }

    /**
     * A difference from the saved state.
     *
     * @param part path inside the folder
     * @param problem the difference, as a clause
     */
    public record Damage(String part, String problem) {}

    /**
     * Writes the checksum file.
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
     * Returns whether the folder has a checksum file.
     *
     * @return false if the folder was not saved by focalspark, or was copied without the checksum file
     * @throws IOException if the file system fails
     */
    public boolean exist() throws IOException {
        return files.exists(file());
    }

    /**
     * Compares the files with the saved checksums.
     *
     * @return the first difference
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
                return Optional.of(new Damage(FILE, "has a line that is not a checksum"));
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

    /** Checksums by path inside the folder. */
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

    /** Returns whether Spark skips files of this name. */
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

    /** Escapes backslashes and line ends in a name as sha256sum does. */
    private static String line(String digest, String name) {
        String escaped = name.replace("\\", "\\\\").replace("\n", "\\n");
        return (escaped.equals(name) ? "" : "\\") + digest + "  " + escaped + "\n";
    }

    private static String unescaped(String name) {
        return name.replace("\\n", "\n").replace("\\\\", "\\");
    }
}
