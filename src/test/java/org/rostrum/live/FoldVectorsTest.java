package org.rostrum.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.rostrum.testing.PostgresTestResource;
import org.rostrum.vote.Tallies;
import org.rostrum.vote.VoteLedger;
import org.rostrum.writer.TimedWriters;

/// A snapshot and what is sent after it add up to the projection of the audience: here in Java, and in the files
/// that this writes for clients in other languages. Each file is what one client of a random walk over a real
/// database was sent, with what it has to hold at every rest.
///
/// The files are committed. Where the protocol has changed they are written anew with `-Dvectors.write=true`.
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class FoldVectorsTest {

    private static final Path FOLDER = Path.of("src", "test", "resources", "vectors");
    private static final long[] SEEDS = {15, 4, 39};
    private static final long SMALL_BYTES = 200_000;

    @Inject
    Jdbi jdbi;

    @Inject
    Store store;

    @Inject
    TimedWriters writers;

    @Inject
    VoteLedger ledger;

    @Inject
    Tallies tallies;

    @Test
    void what_every_client_was_sent_adds_up_and_the_vectors_say_so() throws IOException {
        // When
        var files = new TreeMap<String, String>();
        var edges = EnumSet.noneOf(Story.Edge.class);
        for (long seed : SEEDS) {
            var walk = new FoldWalk(seed, jdbi, store, writers, ledger, tallies);
            walk.run().forEach((name, story) -> {
                // the desk is told everything of everything: one walk of it is as long as three of the others
                if (seed == SEEDS[0] || !name.startsWith(Audience.DESK.wire())) {
                    files.put(name + "-" + seed + ".json", story.written());
                    edges.addAll(story.edges());
                }
            });
        }

        // Then
        assertThat(edges).as("what the walks went through").isEqualTo(EnumSet.allOf(Story.Edge.class));
        assertThat(files.values().stream().mapToLong(String::length).sum()).isLessThan(SMALL_BYTES);
        if (Boolean.getBoolean("vectors.write")) {
            write(files);
        }
        assertThat(committed())
                .as("the committed vectors; -Dvectors.write=true writes them anew")
                .isEqualTo(files);
    }

    private static void write(Map<String, String> files) throws IOException {
        Files.createDirectories(FOLDER);
        for (var stale : committed().keySet()) {
            Files.delete(FOLDER.resolve(stale));
        }
        for (var file : files.entrySet()) {
            Files.writeString(FOLDER.resolve(file.getKey()), file.getValue());
        }
    }

    private static Map<String, String> committed() throws IOException {
        var committed = new TreeMap<String, String>();
        if (Files.isDirectory(FOLDER)) {
            try (var listed = Files.list(FOLDER)) {
                for (var file : listed.toList()) {
                    committed.put(file.getFileName().toString(), Files.readString(file));
                }
            }
        }
        return committed;
    }
}
