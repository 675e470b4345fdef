package org.rostrum.testing;

import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.NotificationOptions;
import jakarta.enterprise.util.TypeLiteral;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// An event with one listener: it keeps what is fired, in order, and may fail while it listens.
public final class Heard<T> implements Event<T> {

    private final List<T> all = new CopyOnWriteArrayList<>();
    private final Consumer<T> listener;

    /// @param listener called with what is fired after it is kept, on the firing thread
    public Heard(Consumer<T> listener) {
        this.listener = listener;
    }

    public Heard() {
        this(_ -> {});
    }

    /// What was fired so far.
    public List<T> all() {
        return List.copyOf(all);
    }

    @Override
    public void fire(T event) {
        all.add(event);
        listener.accept(event);
    }

    @Override
    public <U extends T> CompletionStage<U> fireAsync(U event) {
        fire(event);
        return CompletableFuture.completedStage(event);
    }

    @Override
    public <U extends T> CompletionStage<U> fireAsync(U event, NotificationOptions options) {
        return fireAsync(event);
    }

    @Override
    public Event<T> select(Annotation... qualifiers) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <U extends T> Event<U> select(Class<U> subtype, Annotation... qualifiers) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <U extends T> Event<U> select(TypeLiteral<U> subtype, Annotation... qualifiers) {
        throw new UnsupportedOperationException();
    }
}
