package org.focalspark.testkit;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/** What a logger writes while this is open, from INFO up, and not to the console. */
public final class LogCapture implements AutoCloseable {
    private final Logger logger;
    private final Level level;
    private final Lines lines = new Lines();

    /**
     * Starts to listen.
     *
     * @param name name of the logger
     */
    public LogCapture(String name) {
        logger = (Logger) LogManager.getLogger(name);
        level = logger.getLevel();
        lines.start();
        logger.addAppender(lines);
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
    }

    /** What was written so far. */
    public List<String> lines() {
        return List.copyOf(lines.messages);
    }

    @Override
    public void close() {
        logger.setAdditive(true);
        logger.setLevel(level);
        logger.removeAppender(lines);
    }

    private static final class Lines extends AbstractAppender {
        private final List<String> messages = new CopyOnWriteArrayList<>();

        Lines() {
            super("captured", null, null, true, Property.EMPTY_ARRAY);
        }

        @Override
        public void append(LogEvent event) {
            messages.add(event.getMessage().getFormattedMessage());
        }
    }
}
