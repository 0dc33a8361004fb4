package org.focalspark.storage;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The owner of a draft: a token in the draft's name identifies the machine, the process, its start time and a sequence
 * number. The token tells drafts of interrupted saves from drafts that are being written.
 */
final class DraftOwner {
    /** Age after which a draft of another machine counts as abandoned, since its process cannot be checked. */
    static final Duration FOREIGN_LIFETIME = Duration.ofDays(1);

    /** Tolerance for start times of processes: systems round the boot time from which they count. */
    private static final long START_TOLERANCE_SECONDS = 10;

    private static final int RADIX = Character.MAX_RADIX;
    private static final Pattern TOKEN =
            Pattern.compile("([0-9a-f]{8})-([0-9a-z]{1,12})-([0-9a-z]{1,12})-([0-9a-f]{8})");
    private static final String MACHINE = machine();

    private DraftOwner() {}

    /** A token that is valid until it is closed or its process ends. */
    static String open() {
        ProcessHandle process = ProcessHandle.current();
        String token = String.join(
                "-",
                MACHINE,
                Long.toString(process.pid(), RADIX),
                Long.toString(startSeconds(process), RADIX),
                random());
        System.setProperty(property(token), "");
        return token;
    }

    static void close(String token) {
        System.clearProperty(property(token));
    }

    /**
     * Returns whether the save that wrote the draft has ended.
     *
     * @param token end of the name of a draft
     * @param changed time of the last change in the draft
     */
    static boolean isGone(String token, Instant changed) {
        Matcher parts = TOKEN.matcher(token);
        if (!parts.matches()) {
            return false;
        }
        if (!parts.group(1).equals(MACHINE)) {
            return changed.isBefore(Instant.now().minus(FOREIGN_LIFETIME));
        }
        long pid = Long.parseLong(parts.group(2), RADIX);
        long start = Long.parseLong(parts.group(3), RADIX);
        Optional<ProcessHandle> owner = ProcessHandle.of(pid)
                .filter(process -> Math.abs(startSeconds(process) - start) <= START_TOLERANCE_SECONDS);
        boolean here = owner.isPresent() && pid == ProcessHandle.current().pid();
        return here ? System.getProperty(property(token)) == null : owner.isEmpty();
    }

    /** System properties are shared by the whole JVM, which may have loaded this class several times. */
    private static String property(String token) {
        return "focalspark.draft." + token;
    }

    private static long startSeconds(ProcessHandle process) {
        return process.info().startInstant().map(Instant::getEpochSecond).orElse(0L);
    }

    /** Unique id of a Linux system, which a restart does not change. Empty on other systems. */
    private static String installation() throws IOException {
        Path id = Path.of("/etc/machine-id");
        return Files.isReadable(id) ? Files.readString(id) : "";
    }

    private static String random() {
        return UUID.randomUUID().toString().substring(0, 8);
    }

    /**
     * Identifies the machine. Host names are not unique, and containers on one machine have separate process ids. If
     * the machine cannot be identified, the result is random and matches no other.
     */
    private static String machine() {
        try {
            Path namespace = Path.of("/proc/self/ns/pid");
            String processes = Files.isSymbolicLink(namespace)
                    ? Files.readSymbolicLink(namespace).toString()
                    : "";
            return Names.hash(InetAddress.getLocalHost().getHostName() + processes + installation())
                    .substring(0, 8);
        } catch (IOException | RuntimeException e) {
            return random();
        }
    }
}
