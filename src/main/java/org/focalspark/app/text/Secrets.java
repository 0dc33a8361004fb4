package org.focalspark.app.text;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Hides secrets in all output of the job: log, standard output, errors, metrics and report.
 *
 * <p>It hides the values of reader options except those in {@link HarmlessNames}, even if other texts repeat them, such
 * as errors of a JDBC driver. It also hides all matches of {@link SecretPatterns}. Values of fewer than four characters
 * are hidden only in the configuration, since other words may contain them.
 */
public final class Secrets {
    /** Hides matches of patterns only; no values are known. */
    public static final Secrets NONE = new Secrets(Set.of());

    private static final Set<String> NO_SECRETS =
            Set.of("true", "false", "null", "none", "auto", "default", "yes", "no", SecretPatterns.HIDDEN);

    /** User names are hidden in the configuration only: they are too common as words. */
    private static final Set<String> USERS = Set.of("user", "username", "login", "role");

    private static final int SHORTEST = 4;
    private static final int LONG_WORD = 16;

    private final Pattern values;

    private Secrets(Collection<String> secrets) {
        this.values = Pattern.compile(secrets.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(Secrets::pattern)
                .collect(Collectors.joining("|")));
    }

    /**
     * Returns the secrets of a configuration.
     *
     * @param configuration resolved or not
     * @return what to hide
     */
    public static Secrets of(ConfigObject configuration) {
        Set<String> found = new TreeSet<>();
        walk("", configuration, (path, text) -> {
            if (isHidden(path)) {
                addWithParts(found, text, isUser(path));
            }
            SecretPatterns.values(text).forEach(value -> addWithParts(found, value, false));
        });
        return new Secrets(found);
    }

    /**
     * Returns the secrets of command-line assignments before they are parsed.
     *
     * @param assignments texts such as KEY=VALUE
     * @return what to hide
     */
    public static Secrets of(List<String> assignments) {
        Set<String> found = new TreeSet<>();
        for (String assignment : assignments) {
            if (assignment.contains("option")) {
                String value = assignment.substring(assignment.indexOf('=') + 1);
                add(found, value.strip());
                for (String part : value.split("[\\s,{}\\[\\]\"=]+", -1)) {
                    if (!HarmlessNames.contains(part)) {
                        add(found, part);
                    }
                }
            }
        }
        return new Secrets(found);
    }

    /**
     * Hides secrets in a text.
     *
     * @param text any
     * @return the text without secrets
     */
    public String masked(String text) {
        String known = values.pattern().isEmpty()
                ? text
                : values.matcher(text).replaceAll(Matcher.quoteReplacement(SecretPatterns.HIDDEN));
        return SecretPatterns.masked(known);
    }

    /**
     * Hides secrets in a tree.
     *
     * @param tree tree of maps, lists, texts and numbers
     * @return a tree without secrets in its texts
     */
    public Object masked(Object tree) {
        if (tree instanceof Map<?, ?> map) {
            Map<String, Object> masked = new LinkedHashMap<>();
            map.forEach((key, value) -> masked.put(masked(String.valueOf(key)), masked(value)));
            return masked;
        }
        if (tree instanceof Collection<?> list) {
            return list.stream().map(this::masked).toList();
        }
        return tree instanceof String text ? masked(text) : tree;
    }

    /**
     * Returns the configuration without secrets, for display.
     *
     * @param configuration resolved
     * @return value by key
     */
    public Map<String, Object> shown(ConfigObject configuration) {
        return shown("", configuration);
    }

    private Map<String, Object> shown(String path, ConfigObject object) {
        Map<String, Object> shown = new LinkedHashMap<>();
        object.forEach((key, value) -> shown.put(key, shown(path.isEmpty() ? key : path + "." + key, value)));
        return shown;
    }

    private Object shown(String path, ConfigValue value) {
        if (value instanceof ConfigObject object) {
            return shown(path, object);
        }
        if (isHidden(path)) {
            return SecretPatterns.HIDDEN;
        }
        if (value instanceof ConfigList list) {
            return list.stream().map(item -> shown(path, item)).toList();
        }
        Object unwrapped = value.unwrapped();
        return unwrapped instanceof String text ? masked(text) : unwrapped;
    }

    private static void walk(String path, ConfigValue value, BiConsumer<String, String> leaf) {
        if (value instanceof ConfigObject object) {
            object.forEach((key, nested) -> walk(path.isEmpty() ? key : path + "." + key, nested, leaf));
        } else if (value instanceof ConfigList list) {
            list.forEach(nested -> walk(path, nested, leaf));
        } else {
            leaf.accept(path, String.valueOf(value.unwrapped()));
        }
    }

    /** Returns whether all values of a path are hidden. */
    private static boolean isHidden(String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        int options = lower.indexOf("option");
        if (options < 0) {
            return !SecretPatterns.values(path.substring(path.lastIndexOf('.') + 1) + "=x")
                    .isEmpty();
        }
        int name = path.indexOf('.', options);
        return name < 0 || !HarmlessNames.contains(path.substring(name + 1));
    }

    private static boolean isUser(String path) {
        return USERS.contains(path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }

    /**
     * Adds a secret in the forms that error messages repeat: whole, decoded or encoded, single lines, and long words.
     */
    private static void addWithParts(Set<String> found, String text, boolean whole) {
        if (whole) {
            return;
        }
        add(found, text);
        add(found, text.substring(text.indexOf(':') + 1));
        text.lines().map(String::strip).forEach(line -> add(found, line));
        for (String word : text.split("[\\s\"',{}]+", -1)) {
            if (word.length() >= LONG_WORD) {
                add(found, word);
            }
        }
    }

    private static void add(Set<String> found, String secret) {
        if (secret.strip().length() < SHORTEST || NO_SECRETS.contains(secret.toLowerCase(Locale.ROOT))) {
            return;
        }
        found.add(secret.strip());
        found.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
        try {
            found.add(URLDecoder.decode(secret, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            // An invalid % escape means that the text was not encoded.
        }
    }

    /** A short word or a number is hidden only as a separate word. */
    private static String pattern(String secret) {
        String quoted = Pattern.quote(secret);
        return secret.length() < 8 || secret.matches("[\\d.]+") ? "(?<![\\w.])" + quoted + "(?![\\w]|\\.\\d)" : quoted;
    }
}
