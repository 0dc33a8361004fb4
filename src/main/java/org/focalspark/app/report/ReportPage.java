package org.focalspark.app.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Self-contained HTML file with styles, scripts, the chart library and the data.
 *
 * <p>Its content security policy forbids loading of resources, and allows only its two embedded scripts, by their
 * hashes.
 */
public final class ReportPage {
    /** Scripts in the order of their dependencies. */
    private static final List<String> SCRIPTS = List.of(
            "page.js",
            "charts.js",
            "twoclasses.js",
            "manyclasses.js",
            "probabilities.js",
            "coefficients.js",
            "columns.js",
            "sections.js",
            "report.js");

    private static final Pattern SLOT = Pattern.compile("\\{\\{(\\w+)}}");

    private ReportPage() {}

    /**
     * Creates the page.
     *
     * @param title title of the document, any text
     * @param data data for the scripts: maps, lists, texts, numbers and booleans
     * @return HTML
     */
    public static String render(String title, Map<String, ?> data) {
        String charts = resource("echarts/echarts.min.js");
        String script = script();
        Map<String, String> slots = new LinkedHashMap<>();
        slots.put("title", escaped(title));
        slots.put("policy", "'sha256-" + sha256(charts) + "' 'sha256-" + sha256(script) + "'");
        slots.put("style", resource("report.css"));
        slots.put("data", PageJson.render(data));
        slots.put("charts", charts);
        slots.put("script", script);
        Matcher slot = SLOT.matcher(resource("report.html"));
        StringBuilder page = new StringBuilder();
        while (slot.find()) {
            String content = Objects.requireNonNull(slots.get(slot.group(1)), slot.group(1));
            slot.appendReplacement(page, Matcher.quoteReplacement(content));
        }
        return slot.appendTail(page).toString();
    }

    /** Wraps the scripts in a function, so their names cannot collide with names of the browser. */
    private static String script() {
        return SCRIPTS.stream()
                .map(ReportPage::resource)
                .collect(Collectors.joining("\n", "(function () {\n'use strict';\n", "})();\n"));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** Returns a text with newlines only, because browsers normalize line ends before they hash a script. */
    private static String resource(String name) {
        try (InputStream stream = Objects.requireNonNull(
                ReportPage.class.getResourceAsStream(name), "resource " + name + " is missing")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(String script) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return Base64.getEncoder().encodeToString(digest.digest(script.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
