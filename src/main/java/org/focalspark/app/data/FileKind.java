package org.focalspark.app.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.focalspark.app.config.InvalidJobException;
import org.focalspark.app.config.JobConfig;

/**
 * Detects the kind of a file from its first bytes. Spark reads any file as text if the format is a text format, and
 * recognizes compressed files only by name, so it would read an archive as a table of garbage.
 */
final class FileKind {
    private static final Set<String> TEXT_FORMATS = Set.of("csv", "json", "text", "libsvm", "xml");
    private static final String UNPACK = "Unpack it.";
    private static final int MAX_FILES = 20;
    private static final int HEAD = 512;

    /**
     * Kinds of files that are not text.
     *
     * @param magic first bytes, in hexadecimal digits
     * @param ending file name extension from which Spark chooses the codec; empty if Spark has no codec
     */
    private record Kind(String name, String magic, String ending, String wayOut) {}

    private static final List<Kind> KINDS = List.of(
            new Kind("a zip archive or an Excel workbook", "504b0304", "", "Unpack it, or save the sheet as CSV."),
            new Kind("an old Excel workbook", "d0cf11e0a1b11ae1", "", "Save the sheet as CSV."),
            new Kind("compressed by gzip", "1f8b", ".gz", UNPACK),
            new Kind("compressed by bzip2", "425a68", ".bz2", UNPACK),
            new Kind("compressed by zstd", "28b52ffd", ".zst", UNPACK),
            new Kind("compressed by xz", "fd377a585a00", "", UNPACK),
            new Kind("a 7z archive", "377abcaf271c", "", UNPACK),
            new Kind("a RAR archive", "526172211a07", "", UNPACK),
            new Kind("a Parquet file", "50415231", "", "Set input.format = parquet."),
            new Kind("an ORC file", "4f5243", "", "Set input.format = orc."),
            new Kind("an Avro file", "4f626a01", "", "Set input.format = avro."),
            new Kind("an SQLite database", "53514c69746520666f726d6174", "", "Export the table as CSV."),
            new Kind("a PDF document", "25504446", "", "Export the table as CSV."));

    private FileKind() {}

    /**
     * Rejects files that are not text if the input format is a text format.
     *
     * @param found files and folders that the path of the input names
     * @throws InvalidJobException if a file is not text; the message names the file, its kind and the fix
     */
    static void check(JobConfig.Input input, FileStatus[] found, Configuration hadoop) throws IOException {
        if (!TEXT_FORMATS.contains(input.format().orElse("").toLowerCase(Locale.ROOT))) {
            return;
        }
        Deque<FileStatus> left = new ArrayDeque<>(Arrays.asList(found));
        for (int read = 0; read < MAX_FILES && !left.isEmpty(); ) {
            FileStatus file = left.pop();
            FileSystem files = file.getPath().getFileSystem(hadoop);
            String name = file.getPath().getName();
            if (file.isDirectory()) {
                left.addAll(Arrays.asList(files.listStatus(file.getPath())));
            } else if (!name.startsWith(".") && !name.startsWith("_")) {
                check(input, name, head(files, file));
                read++;
            }
        }
    }

    private static byte[] head(FileSystem files, FileStatus file) throws IOException {
        try (InputStream stream = files.open(file.getPath())) {
            return stream.readNBytes(HEAD);
        } catch (EOFException e) {
            return new byte[0];
        }
    }

    private static void check(JobConfig.Input input, String name, byte[] head) {
        Optional<Kind> kind =
                KINDS.stream().filter(one -> startsWith(head, one.magic())).findFirst();
        if (kind.isPresent()) {
            refuse(input, name, kind.get());
        } else if (!hasEncoding(input.options()) && isUtf16(head)) {
            throw new InvalidJobException(String.format(
                    "Input '%s' cannot be read as %s: '%s' is a text in UTF-16. Convert it to UTF-8, or set"
                            + " input.options { encoding = UTF-16, multiLine = true }.",
                    input.path().orElse(""), input.format().orElse(""), name));
        }
    }

    private static void refuse(JobConfig.Input input, String name, Kind kind) {
        boolean known = !kind.ending().isEmpty();
        if (known && name.toLowerCase(Locale.ROOT).endsWith(kind.ending())) {
            return;
        }
        throw new InvalidJobException(String.format(
                "Input '%s' cannot be read as %s: '%s' is %s. %s",
                input.path().orElse(""),
                input.format().orElse(""),
                name,
                kind.name(),
                known
                        ? "Spark tells it by the name only: let it end in " + kind.ending() + ", or unpack it."
                        : kind.wayOut()));
    }

    private static boolean hasEncoding(Map<String, String> options) {
        return options.keySet().stream()
                .anyMatch(name -> name.equalsIgnoreCase("encoding") || name.equalsIgnoreCase("charset"));
    }

    private static boolean startsWith(byte[] head, String magic) {
        for (int i = 0; i < magic.length() / 2; i++) {
            if (i >= head.length || head[i] != (byte) Integer.parseInt(magic.substring(2 * i, 2 * i + 2), 16)) {
                return false;
            }
        }
        return true;
    }

    /** Detects UTF-16 by its byte order mark, or by zeros in every other byte of the first letters. */
    private static boolean isUtf16(byte[] head) {
        if (startsWith(head, "fffe") || startsWith(head, "feff")) {
            return true;
        }
        String start = new String(head, 0, Math.min(head.length, 8), StandardCharsets.ISO_8859_1);
        return start.matches("([^\\x00]\\x00){4}|(\\x00[^\\x00]){4}");
    }
}
