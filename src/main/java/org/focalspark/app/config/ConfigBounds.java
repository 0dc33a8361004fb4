package org.focalspark.app.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Limits on the size and depth of a configuration. If each line refers twice to the line before, the size doubles with
 * every line and a few lines exhaust the memory. The size is therefore computed before references are replaced.
 */
final class ConfigBounds {
    private static final double MAX_CHARACTERS = 1e8;
    private static final int MAX_DEPTH = 100;
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{\\??(?<path>[^}]*)}");

    private final ConfigObject root;

    /** Sizes by path. 0 while a path is being computed: circular references are rejected later. */
    private final Map<String, Double> sizes = new HashMap<>();

    private ConfigBounds(ConfigObject root) {
        this.root = root;
    }

    /**
     * Checks the size of a configuration after its references are replaced.
     *
     * @param unresolved configuration with references
     * @throws InvalidJobException if it is too large
     */
    static void checkSize(ConfigObject unresolved) {
        if (new ConfigBounds(unresolved).size("", unresolved) > MAX_CHARACTERS) {
            throw new InvalidJobException(
                    "Configuration would be longer than 100 million characters once its references"
                            + " ${...} are replaced. Write lists and texts out, or refer to them less often.");
        }
    }

    /**
     * Checks the nesting depth of sections and lists.
     *
     * @throws InvalidJobException if they are nested too deeply
     */
    static void checkDepth(ConfigValue value) {
        checkDepth(value, 0);
    }

    static InvalidJobException tooDeep() {
        return new InvalidJobException("Configuration must not nest sections and lists more than " + MAX_DEPTH
                + " deep. Is a bracket missing?");
    }

    private static void checkDepth(ConfigValue value, int depth) {
        if (depth > MAX_DEPTH) {
            throw tooDeep();
        }
        if (value instanceof ConfigObject object) {
            object.values().forEach(nested -> checkDepth(nested, depth + 1));
        } else if (value instanceof ConfigList list) {
            list.forEach(nested -> checkDepth(nested, depth + 1));
        }
    }

    private double size(String path, ConfigValue value) {
        if (value instanceof ConfigObject object) {
            try {
                return object.entrySet().stream()
                        .mapToDouble(entry -> entry.getKey().length() + size(path, entry))
                        .sum();
            } catch (ConfigException.NotResolved e) {
                return sizeOfText(path, value); // an object merged with a reference
            }
        }
        return sizeOfText(path, value);
    }

    private double size(String path, Map.Entry<String, ConfigValue> entry) {
        String key = ConfigUtil.joinPath(entry.getKey());
        return size(path.isEmpty() ? key : path + "." + key, entry.getValue());
    }

    /**
     * Counts the characters of a value and of its references. A value that refers to itself grows with every
     * assignment.
     */
    private double sizeOfText(String path, ConfigValue value) {
        Double known = sizes.get(path);
        if (known != null) {
            return known;
        }
        sizes.put(path, 0.0);
        String text = value.render(ConfigRenderOptions.concise());
        double size = text.length();
        int toItself = 0;
        Matcher reference = REFERENCE.matcher(text);
        while (reference.find()) {
            String target = reference.group("path");
            if (target.equals(path)) {
                toItself++;
            } else {
                size += referred(target);
            }
        }
        // The value is largest if each assignment has three of the n references.
        double all = size * Math.pow(3.0, toItself / 3.0);
        sizes.put(path, all);
        return all;
    }

    /**
     * Returns the largest value that a reference may mean. In an included file, a path is looked up at the place of the
     * include first.
     */
    private double referred(String target) {
        List<String> path = ConfigUtil.splitPath(target);
        double size = 0.0;
        for (int from = 0; from < path.size(); from++) {
            size = Math.max(size, at(path.subList(from, path.size())));
        }
        return size;
    }

    private double at(List<String> path) {
        ConfigValue value = root;
        StringBuilder name = new StringBuilder();
        for (String key : path) {
            if (!(value instanceof ConfigObject object)) {
                break;
            }
            try {
                value = object.get(key);
            } catch (ConfigException.NotResolved e) {
                break;
            }
            if (value == null) {
                return 0.0; // an environment variable, or missing
            }
            name.append(name.length() == 0 ? "" : ".").append(ConfigUtil.joinPath(key));
        }
        return size(name.toString(), value);
    }
}
