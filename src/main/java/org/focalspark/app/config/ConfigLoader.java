package org.focalspark.app.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.focalspark.app.text.FailureMessage;

/**
 * Loads a HOCON file and overrides as one resolved configuration. Overrides take precedence over the file, and the file
 * over defaults.
 *
 * <p>A configuration may come from an untrusted source. It may include only files of its own folder
 * ({@link BesideIncluder}), and is rejected if it would become too large or too deep ({@link ConfigBounds}). Messages
 * do not quote it, since it may contain secrets.
 */
public final class ConfigLoader {
    private static final String DEFAULTS = "org/focalspark/app/defaults.conf";
    private static final String ORIGIN = "given on the command line";

    private ConfigLoader() {}

    /**
     * Loads a configuration.
     *
     * @param file HOCON; may name environment variables as ${NAME} or ${?NAME}
     * @param overrides value by key; a value that starts with [, { or " is parsed as HOCON, any other value is a text
     * @return resolved configuration
     * @throws InvalidJobException if the file is missing, not HOCON, too large or too deep, includes a forbidden file,
     *     or a key is not a path
     */
    public static ConfigObject load(Path file, Map<String, String> overrides) {
        if (!Files.isRegularFile(file)) {
            throw new InvalidJobException("Configuration file '" + file + "' does not exist.");
        }
        try {
            Config written = ConfigFactory.empty();
            for (Map.Entry<String, String> override : overrides.entrySet()) {
                written = override(written, override.getKey(), override.getValue());
            }
            ConfigObject unresolved = written.withFallback(BesideIncluder.parse(file))
                    .withFallback(ConfigFactory.parseResources(ConfigLoader.class.getClassLoader(), DEFAULTS))
                    .root();
            ConfigBounds.checkSize(unresolved);
            ConfigObject resolved = unresolved.toConfig().resolve().root();
            ConfigBounds.checkDepth(resolved);
            return resolved;
        } catch (ConfigException e) {
            throw new InvalidJobException("Configuration is not valid: " + withoutQuotes(e));
        } catch (StackOverflowError e) {
            throw ConfigBounds.tooDeep();
        }
    }

    private static Config override(Config config, String key, String text) {
        try {
            ConfigValue value = parsed(text);
            List<String> path = ConfigUtil.splitPath(key);
            for (int i = path.size() - 1; i >= 0; i--) {
                value = ConfigValueFactory.fromMap(Map.of(path.get(i), value), ORIGIN);
            }
            return ((ConfigObject) value).toConfig().withFallback(config);
        } catch (ConfigException e) {
            throw new InvalidJobException("--set cannot read the value of '" + key + "': " + withoutQuotes(e));
        }
    }

    /**
     * Texts are not parsed as HOCON, because // in hdfs://host would start a comment. Numbers are converted when they
     * are read.
     */
    private static ConfigValue parsed(String text) {
        if (text.equals("null")) {
            return ConfigValueFactory.fromAnyRef(null, ORIGIN);
        }
        if (text.matches("(?s)[\\[{\"].*")) {
            ConfigParseOptions options = ConfigParseOptions.defaults().setIncluder(BesideIncluder.none());
            return ConfigFactory.parseString("value = " + text, options)
                    .getValue("value")
                    .withOrigin(ConfigOriginFactory.newSimple(ORIGIN));
        }
        return ConfigValueFactory.fromAnyRef(text, ORIGIN);
    }

    /** Returns the first line of the parser's message without quoted texts of the configuration. */
    private static String withoutQuotes(ConfigException failure) {
        String line = FailureMessage.firstLine(failure);
        return failure instanceof ConfigException.UnresolvedSubstitution
                ? line
                : line.replaceAll("(?s)([:,( ])'.*'|\".*\"", "$1(hidden)");
    }
}
