package org.focalspark.storage;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.focalspark.testkit.FailingFileSystem;

/** Replaces the folder PLACE, and ends the JVM before the step with number STEP: run by ReplacementTest. */
final class KilledReplacement {
    private KilledReplacement() {}

    public static void main(String[] args) throws Exception {
        int fatal = Integer.parseInt(System.getenv("STEP"));
        AtomicInteger steps = new AtomicInteger();
        FailingFileSystem.failOn(step -> {
            if (steps.incrementAndGet() == fatal) {
                System.out.println(step);
                System.out.flush();
                Runtime.getRuntime().halt(0);
            }
            return false;
        });
        Configuration hadoop = new Configuration(false);
        hadoop.set(FailingFileSystem.SETTING, FailingFileSystem.class.getName());
        org.apache.hadoop.fs.Path target = new org.apache.hadoop.fs.Path(System.getenv("PLACE"));
        try (Replacement place = new Replacement(FileSystem.get(target.toUri(), hadoop), target)) {
            place.recover();
            Path draft = Path.of(place.draft().toUri().getPath());
            Files.writeString(Files.createDirectories(draft).resolve("part"), "new");
            place.moveIn();
            place.discardPrevious();
        }
        System.out.println("done");
    }
}
