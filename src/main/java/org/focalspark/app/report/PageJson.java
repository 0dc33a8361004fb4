package org.focalspark.app.report;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;

/** Data as JSON that can stand inside a script element of a page. */
public final class PageJson {
    private static final MathContext DIGITS = new MathContext(7);

    /** Below it, every whole number is a double. */
    private static final double MOST_WHOLE = 0x1p53;

    private PageJson() {}

    /**
     * A number as a page shows it: counts as they are, others with seven digits, which keeps the page small and free of the noise
     * of summation.
     *
     * @param value any
     * @return the rounded number, or the text NaN, Infinity or -Infinity, which JSON has no numbers for
     */
    public static Object number(double value) {
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        double shown =
                isWhole(value) ? value : new BigDecimal(value).round(DIGITS).doubleValue();
        return isWhole(shown) ? (Object) (long) shown : (Object) shown;
    }

    private static boolean isWhole(double value) {
        return value == Math.rint(value) && Math.abs(value) < MOST_WHOLE;
    }

    /**
     * Renders data. No name or text in it can end the script element or begin a comment: those characters are written as
     * escapes of JSON.
     *
     * @param data of maps, lists, texts, numbers and booleans
     * @return one line
     */
    static String render(Map<String, ?> data) {
        return ConfigValueFactory.fromMap(data)
                .render(ConfigRenderOptions.concise())
                .replace("&", "\\u0026")
                .replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("\u2028", "\\u2028")
                .replace("\u2029", "\\u2029");
    }
}
