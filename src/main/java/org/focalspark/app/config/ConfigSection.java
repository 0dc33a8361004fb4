package org.focalspark.app.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.focalspark.param.NearestName;

/**
 * One object of the configuration, read strictly: {@link #refuseUnknownKeys()} throws for keys that were never read.
 * Every message contains the key, the rule, the value and the place.
 */
final class ConfigSection {
    private static final String VALUE = "value";

    private final ConfigObject object;
    private final String path;
    private final Set<String> asked = new TreeSet<>();

    ConfigSection(ConfigObject object, String path) {
        this.object = object;
        this.path = path;
    }

    ConfigSection section(String key) {
        return optionalSection(key).orElseThrow(() -> missing(key));
    }

    Optional<ConfigSection> optionalSection(String key) {
        return value(key).map(value -> {
            if (value instanceof ConfigObject nested) {
                return new ConfigSection(nested, name(key));
            }
            throw refusal(key, "must be a section { ... }");
        });
    }

    String string(String key) {
        return optionalString(key).orElseThrow(() -> missing(key));
    }

    Optional<String> optionalString(String key) {
        Optional<String> text = value(key).map(value -> convert(key, "must be a text", value, Config::getString));
        if (text.filter(String::isBlank).isPresent()) {
            throw refusal(key, "must not be empty");
        }
        return text;
    }

    double number(String key) {
        return convert(key, "must be a number", required(key), Config::getDouble);
    }

    int wholeNumber(String key) {
        long number = longNumber(key);
        if (number != (int) number) {
            throw refusal(key, "must be in the range of int");
        }
        return (int) number;
    }

    /** Parses the text of the value, because the conversion of a number would truncate 1.5 to 1. */
    long longNumber(String key) {
        try {
            return Long.parseLong(string(key));
        } catch (NumberFormatException e) {
            throw refused(key, "must be a whole number", e);
        }
    }

    boolean flag(String key) {
        return convert(key, "must be true or false", required(key), Config::getBoolean);
    }

    /** Returns a list of texts. A single text is a list of one. */
    List<String> strings(String key) {
        return optionalStrings(key).orElseThrow(() -> missing(key));
    }

    Optional<List<String>> optionalStrings(String key) {
        return value(key)
                .map(value -> value.valueType() == ConfigValueType.LIST
                        ? List.copyOf(convert(key, "must be a list of texts", value, Config::getStringList))
                        : List.of(string(key)));
    }

    double[] numbers(String key) {
        return convert(key, "must be a list of numbers", required(key), Config::getDoubleList).stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    /** Returns all entries of a section with free keys, as texts. Dots in a key need no quotes. */
    Map<String, String> entries() {
        Map<String, String> entries = new TreeMap<>();
        for (Map.Entry<String, ConfigValue> entry : object.toConfig().entrySet()) {
            String key = String.join(".", ConfigUtil.splitPath(entry.getKey()));
            entries.put(key, String.valueOf(entry.getValue().unwrapped()));
        }
        return new LinkedHashMap<>(entries);
    }

    /** Returns the keys of this section. */
    Set<String> keys() {
        return new TreeSet<>(object.keySet());
    }

    /** Throws if a key of this section was never read. Call it after all known keys were read. */
    void refuseUnknownKeys() {
        for (String key : keys()) {
            if (!asked.contains(key)) {
                throw unknown(key, "key", asked);
            }
        }
    }

    InvalidJobException unknown(String key, String kind, Set<String> known) {
        return new InvalidJobException(String.format(
                "Unknown %s '%s'%s.%s Known here: %s.",
                kind, name(key), place(key), NearestName.question(key, known), String.join(", ", known)));
    }

    /** Creates an exception such as "split.test-fraction must be in (0, 1), but was 2.0 (conf/job.conf, line 12)." */
    InvalidJobException refusal(String key, String rule) {
        return new InvalidJobException(String.format("%s %s, but was %s%s.", name(key), rule, shown(key), place(key)));
    }

    /** Returns the place of a value, such as " (conf/job.conf, line 12)". */
    String place(String key) {
        ConfigValue value = object.get(key);
        if (value == null) {
            return "";
        }
        ConfigOrigin origin = value.origin();
        return origin.filename() == null
                ? " (" + origin.description() + ")"
                : " (" + origin.filename() + ", line " + origin.lineNumber() + ")";
    }

    String name(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private InvalidJobException missing(String key) {
        return new InvalidJobException(name(key) + " is missing from the configuration.");
    }

    private ConfigValue required(String key) {
        return value(key).orElseThrow(() -> missing(key));
    }

    private Optional<ConfigValue> value(String key) {
        asked.add(key);
        return Optional.ofNullable(object.get(key)).filter(value -> value.valueType() != ConfigValueType.NULL);
    }

    private String shown(String key) {
        Object written = required(key).unwrapped();
        return written instanceof String text ? "'" + text + "'" : String.valueOf(written);
    }

    private <T> T convert(String key, String rule, ConfigValue value, BiFunction<Config, String, T> getter) {
        try {
            return getter.apply(value.atKey(VALUE), VALUE);
        } catch (ConfigException e) {
            throw refused(key, rule, e);
        }
    }

    private InvalidJobException refused(String key, String rule, RuntimeException cause) {
        InvalidJobException refusal = refusal(key, rule);
        refusal.initCause(cause);
        return refusal;
    }
}
