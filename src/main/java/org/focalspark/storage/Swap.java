package org.focalspark.storage;

import java.io.IOException;
import org.apache.hadoop.fs.Path;

/** Moves a draft to its destination. */
interface Swap {
    Path draft();

    /** Moves the old content aside and the draft in; after a failure call {@link #moveBack()}. */
    void moveIn() throws IOException;

    /** Restores the content that {@link #moveIn()} moved aside, if any. */
    void moveBack() throws IOException;

    /** Deletes the old content, after the new content is in its destination. */
    void discardPrevious() throws IOException;

    /** Deletes the draft if it was not moved, unless it marks the old content as valid. */
    void discardDraft() throws IOException;
}
