package org.focalspark.testkit;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Logger;

/** Silences loggers while it is open, for tests with thousands of rejected fits. */
public final class LogSilence implements AutoCloseable {
    private final Map<Logger, Level> levels = new LinkedHashMap<>();

    /**
     * Silences loggers and those below them.
     *
     * @param heard the class whose logger is to be heard all the same, from INFO up
     * @param names names of loggers
     */
    public LogSilence(Class<?> heard, String... names) {
        for (String name : names) {
            set(name, Level.OFF);
        }
        set(heard.getName(), Level.INFO);
    }

    private void set(String name, Level level) {
        Logger logger = (Logger) LogManager.getLogger(name);
        levels.put(logger, logger.getLevel());
        logger.setLevel(level);
    }

    @Override
    public void close() {
        levels.forEach(Logger::setLevel);
    }
}
