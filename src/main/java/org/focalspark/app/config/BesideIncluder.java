package org.focalspark.app.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.focalspark.app.text.FailureMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Includes only files of the configuration's folder and its subfolders. URLs, class path resources and files elsewhere,
 * even through {@code ..} or a symbolic link, are rejected. Names are relative to the including file.
 */
final class BesideIncluder implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {
    private static final Logger LOG = LoggerFactory.getLogger(BesideIncluder.class);

    private static final long MAX_BYTES = 16L << 20;
    private static final int MAX_FILES = 100;

    /** Folder of the configuration with links resolved; empty if nothing may be included. */
    private final Optional<Path> root;

    private final Path folder;
    private final AtomicInteger files;

    private BesideIncluder(Optional<Path> root, Path folder, AtomicInteger files) {
        this.root = root;
        this.folder = folder;
        this.files = files;
    }

    /** Rejects every include. */
    static BesideIncluder none() {
        return new BesideIncluder(Optional.empty(), Path.of(""), new AtomicInteger());
    }

    /**
     * Parses a configuration and its includes without resolving references.
     *
     * @throws InvalidJobException if an include is not allowed or the configuration is too large
     */
    static Config parse(Path file) {
        Path folder = file.toAbsolutePath().resolveSibling("");
        return new BesideIncluder(Optional.of(real(folder)), folder, new AtomicInteger()).parsed(file);
    }

    private Config parsed(Path file) {
        if (files.incrementAndGet() > MAX_FILES) {
            throw new InvalidJobException("Configuration includes more than " + MAX_FILES
                    + " files, or one that includes itself. Write it in fewer files.");
        }
        if (file.toFile().length() > MAX_BYTES) {
            throw new InvalidJobException("Configuration file '" + file + "' must not be larger than 16 MiB.");
        }
        Path beside = file.toAbsolutePath().resolveSibling("");
        return ConfigFactory.parseFile(
                file.toFile(), ConfigParseOptions.defaults().setIncluder(new BesideIncluder(root, beside, files)));
    }

    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
        return this;
    }

    /** A name without an extension stands for all files of that name with an extension. */
    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
        if (what.matches("[A-Za-z][A-Za-z0-9+.-]+:.*")) {
            throw refusal(what);
        }
        List<String> names = what.matches(".*\\.(conf|json|properties)")
                ? List.of(what)
                : List.of(what + ".conf", what + ".json", what + ".properties");
        return included(context, what, names);
    }

    @Override
    public ConfigObject includeFile(ConfigIncludeContext context, File what) {
        return included(context, what.toString(), List.of(what.toString()));
    }

    @Override
    public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
        throw refusal(what.toString());
    }

    @Override
    public ConfigObject includeResources(ConfigIncludeContext context, String what) {
        throw refusal("classpath(" + what + ")");
    }

    private ConfigObject included(ConfigIncludeContext context, String what, List<String> names) {
        Config all = ConfigFactory.empty();
        boolean found = false;
        for (String name : names) {
            Path file = within(name, what);
            if (Files.isRegularFile(file)) {
                all = all.withFallback(parsed(file));
                found = true;
            }
        }
        if (!found) {
            missing(context, what);
        }
        return all.root();
    }

    /** HOCON allows a missing file unless the include is {@code required}. The warning shows misspelled names. */
    private void missing(ConfigIncludeContext context, String what) {
        if (!context.parseOptions().getAllowMissing()) {
            throw new InvalidJobException(
                    "Configuration requires '" + what + "', which does not exist in " + folder + ".");
        }
        LOG.warn(
                "Configuration includes '{}', which does not exist in {}: nothing is included. Remove the include, or write"
                        + " include required(...) to make this an error.",
                what,
                folder);
    }

    /** Returns the file, which need not exist, if it is inside the folder of the configuration. */
    private Path within(String name, String what) {
        Path top = root.orElseThrow(() -> refusal(what));
        try {
            Path file = folder.resolve(name).normalize();
            Path place =
                    Files.exists(file) ? real(file) : real(folder).resolve(name).normalize();
            if (!place.startsWith(top)) {
                throw refusal(what);
            }
            return file;
        } catch (InvalidPathException e) {
            throw refusal(what);
        }
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            throw new InvalidJobException(
                    "Configuration folder '" + path + "' cannot be read: " + FailureMessage.firstLine(e), e);
        }
    }

    private static InvalidJobException refusal(String what) {
        return new InvalidJobException("Configuration includes '" + what
                + "', but may include only files of its own folder and of folders in it.");
    }
}
