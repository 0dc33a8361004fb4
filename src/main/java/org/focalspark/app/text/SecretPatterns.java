package org.focalspark.app.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Patterns of secrets in a text: user info of URLs, query parameters, values of names such as password. */
final class SecretPatterns {
    static final String HIDDEN = "(hidden)";

    /** Text between :// and @. With a colon it may contain slashes, unless the colon precedes a port. */
    private static final Pattern USER_INFO = Pattern.compile("(?<scheme>[A-Za-z][\\w+.-]*)://"
            + "(?<value>[^/\\s:@'\"]*:(?!\\d+(?:/|\\s|$))[^\\s'\"]*|[^/\\s@'\"?#]+)(?=@)");

    /** Schemes of Azure URLs, where the text before the @ is a container instead of a user. */
    private static final Pattern CONTAINER = Pattern.compile("(?i)(?:abfs|wasb)s?");

    /** Oracle writes user/password@//host. */
    private static final Pattern ORACLE =
            Pattern.compile("(?i)jdbc:oracle:(?:thin|oci8?):(?<value>[^@\\s/]+/[^@\\s]*)(?=@)");

    /** A parameter of a URL's query or fragment, or of a connection string. */
    private static final Pattern PARAMETER =
            Pattern.compile("[?&;#](?<name>[\\w.\\-%~\\[\\]]+)=(?<value>\\{[^}\\n]+}|[^&;\\s'\"<>]+)");

    /**
     * A name that suggests a secret, and its value. A short word must be followed by the end of the name or a new word.
     */
    private static final Pattern NAMED =
            Pattern.compile("(?<name>(?i:secret|passw|passphrase|passcode|token|credential|signature"
                    + "|authorization|bearer|cookie|connection[_.-]?string|(?:api|access|account|private)[_.-]?key)[\\w.\\-]*|(?i:pass|pwd|sas|sig|auth|jwt|dsn|pin|otp"
                    + "|session|(?<=[\\w.\\-])key(?:[_.-]?id)?)(?![a-z])[\\w.\\-]*)(?<quote>\\\\*[\"']?)(?<sign>=|\\s*:\\s*|\\s*->\\s*)\\\\*[\"']?"
                    + "(?<value>(?<=\")[^\"\\n]+|(?<=')[^'\\n]+|\\{[^}\\n]+}"
                    + "|(?i:bearer |basic )?[^\\s;&,'\"<>}\\]]+)");

    /** A reader option set on the command line. */
    private static final Pattern ASSIGNED = Pattern.compile("options?\\.(?<name>[^=\\s'\"]+)=(?<value>[^'\"\\s]+)");

    private static final Pattern BEARER =
            Pattern.compile("(?i)\\b(?:bearer|basic)\\s+(?<value>(?=\\S*[0-9=])[A-Za-z0-9\\-._~+/=]{6,})");

    /** A private key as a text, with line ends or without. */
    private static final Pattern PRIVATE_KEY =
            Pattern.compile("(?s)-----BEGIN [A-Z ]*PRIVATE KEY-----(?<value>.+?)(?=-----END|$)");

    /** Secrets with a recognizable form: JSON web tokens, and tokens of GitHub, Slack and Databricks. */
    private static final Pattern TOKEN =
            Pattern.compile("\\b(?<value>eyJ[\\w-]{5,}\\.[\\w-]+\\.[\\w-]*|gh[pousr]_\\w{20,}|github_pat_\\w{20,}"
                    + "|xox[a-z]-[\\w-]{10,}|dapi[0-9a-f]{32})");

    private static final List<Pattern> ALL =
            List.of(PRIVATE_KEY, TOKEN, USER_INFO, ORACLE, PARAMETER, NAMED, ASSIGNED, BEARER);

    private static final Set<Pattern> WITHOUT_NAME = Set.of(PRIVATE_KEY, TOKEN, ORACLE, BEARER);

    private SecretPatterns() {}

    /** Returns the text with all secret values hidden. */
    static String masked(String text) {
        String masked = text;
        for (Pattern pattern : ALL) {
            masked = masked(masked, pattern);
        }
        return masked;
    }

    /** Returns all secret values. */
    static List<String> values(String text) {
        List<String> values = new ArrayList<>();
        for (Pattern pattern : ALL) {
            Matcher matcher = pattern.matcher(text);
            while (matcher.find()) {
                if (isSecret(matcher, pattern)) {
                    values.add(matcher.group("value"));
                }
            }
        }
        return values;
    }

    private static String masked(String text, Pattern pattern) {
        Matcher matcher = pattern.matcher(text);
        StringBuilder masked = new StringBuilder();
        int end = 0;
        while (matcher.find()) {
            if (isSecret(matcher, pattern)) {
                MatchResult match = matcher.toMatchResult();
                masked.append(text, end, matcher.start("value")).append(HIDDEN);
                end = match.start() + match.group().length();
            }
        }
        return masked.append(text, end, text.length()).toString();
    }

    private static boolean isSecret(Matcher matcher, Pattern pattern) {
        if (matcher.group("value").equals(HIDDEN)) {
            return false;
        }
        if (pattern == USER_INFO) {
            return matcher.group("value").contains(":")
                    || !CONTAINER.matcher(matcher.group("scheme")).matches();
        }
        if (pattern == NAMED) {
            boolean plain =
                    matcher.group("quote").isEmpty() && !matcher.group("sign").equals("=");
            return !plain || speaksOfSecrets(matcher.group("name"));
        }
        return WITHOUT_NAME.contains(pattern) || !HarmlessNames.contains(matcher.group("name"));
    }

    /**
     * Returns whether a name before a colon suggests a secret. Short words do not, because of plain text such as "pass:
     * 3".
     */
    private static boolean speaksOfSecrets(String name) {
        return Pattern.compile(
                        "(?i)secret|passw|passphrase|passcode|pwd|token|credential|signature|authorization|cookie"
                                + "|(?:api|access|account|private)[_.-]?key")
                .matcher(name)
                .find();
    }
}
