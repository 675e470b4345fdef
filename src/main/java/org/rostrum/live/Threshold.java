package org.rostrum.live;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Where a connection waits while the [Door] finds out who it is. What it says meanwhile is kept, in order and no
/// more than its commands in flight may be, and heard as soon as it is in. All methods are called on the outlet's
/// loop.
final class Threshold {

    private final int most;
    private final List<Consumer<Conversation>> said = new ArrayList<>();

    private @Nullable Conversation inside;
    private boolean saidTooMuch;
    private boolean left;

    /// @param most how many messages are kept; one who says more before being let in is closed as too slow
    Threshold(int most) {
        this.most = most;
    }

    /// The door has opened, with nobody to talk to where the connection was turned away.
    void cross(@Nullable Conversation conversation) {
        if (conversation != null && left) {
            conversation.end();
            return;
        }
        inside = conversation;
        if (conversation != null && saidTooMuch) {
            conversation.giveUp();
        } else if (conversation != null) {
            said.forEach(message -> message.accept(conversation));
        }
        said.clear();
    }

    void hear(String text) {
        say(conversation -> conversation.hear(text));
    }

    void hearNoText() {
        say(Conversation::hearNoText);
    }

    private void say(Consumer<Conversation> message) {
        if (inside != null) {
            message.accept(inside);
        } else if (said.size() < most) {
            said.add(message);
        } else {
            saidTooMuch = true;
        }
    }

    /// The connection has ended; harmless when repeated.
    void leave() {
        left = true;
        said.clear();
        if (inside != null) {
            inside.end();
        }
    }
}
