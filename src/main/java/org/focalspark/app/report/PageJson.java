package org.focalspark.app.report;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;

/** JSON that can be embedded in a script element of a page. */
public final class PageJson {
    private static final MathContext DIGITS = new MathContext(7);

    /** Limit below which a double represents every integer exactly. */
    private static final double MOST_WHOLE = 0x1p53;

    private PageJson() {}

    /**
     * Rounds a number for the page: integers stay exact, and other numbers have seven digits. This keeps the page small
     * and removes the rounding noise of sums.
     *
     * @param value any number
     * @return rounded number, or the text NaN, Infinity or -Infinity, which are not numbers in JSON
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
     * Renders data. Characters that could end the script element or start a comment are written as JSON escapes.
     *
     * @param data tree of maps, lists, texts, numbers and booleans
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
