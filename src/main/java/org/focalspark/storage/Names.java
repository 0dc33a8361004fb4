package org.focalspark.storage;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.hadoop.fs.Path;

/** Encodes names of any length and any characters as file names. */
final class Names {
    private static final int SHOWN = 40;
    private static final int HASH = 16;

    private Names() {}

    /** Returns a child of a folder. Path reads the text before a colon as a scheme unless a slash comes first. */
    static Path child(Path folder, String name) {
        return new Path(folder, "./" + name);
    }

    /**
     * Returns a unique encoding of letters, digits, dots and dashes; a name of only these characters is returned
     * unchanged.
     */
    static String plain(String name) {
        if (name.matches("[A-Za-z0-9._-]{1,100}")) {
            return name;
        }
        String shown = name.replaceAll("[^A-Za-z0-9._-]", "_");
        return shown.substring(0, Math.min(SHOWN, shown.length()))
                + "-"
                + hash(name).substring(0, HASH);
    }

    static String hash(String text) {
        return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // required in every JDK
        }
    }
}
