package org.rostrum.play;

import java.io.IOException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Open a [Theatre] for the plays of a class, and close after the last of them. A play that asks for an [Evening] gets
/// one that is live and nobody else's; all of them have one organizer, who has used the server's host link.
/// A class that asks for the theatre alone finds that link unused.
final class Doors implements ParameterResolver {

    private static final Namespace DOORS = Namespace.create(Doors.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        var type = parameter.getParameter().getType();
        return type == Theatre.class || type == Evening.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        var ofTheClass = ofTheClass(context);
        return parameter.getParameter().getType() == Theatre.class ? theatre(ofTheClass) : evening(ofTheClass);
    }

    private static Store ofTheClass(ExtensionContext context) {
        var at = context;
        while (at.getTestMethod().isPresent()) {
            at = at.getParent().orElseThrow();
        }
        return at.getStore(DOORS);
    }

    private static Theatre theatre(Store ofTheClass) {
        return ofTheClass.getOrComputeIfAbsent(Theatre.class, _ -> opened(), Theatre.class);
    }

    private static Evening evening(Store ofTheClass) {
        var theatre = theatre(ofTheClass);
        var first = ofTheClass.getOrComputeIfAbsent(Evening.class, _ -> planned(theatre), Evening.class);
        var evening = first.another();
        evening.goesLive();
        return evening;
    }

    private static Theatre opened() {
        try {
            return Theatre.open();
        } catch (IOException e) {
            throw new ParameterResolutionException("the doors stay closed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ParameterResolutionException("the doors stay closed", e);
        }
    }

    private static Evening planned(Theatre theatre) {
        try {
            return Evening.planned(theatre);
        } catch (IOException e) {
            throw new ParameterResolutionException("nobody organizes an evening", e);
        }
    }
}
