package org.rostrum.writer;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jdbi.v3.core.Jdbi;
import org.rostrum.database.Outages;
import org.rostrum.identity.Invitations;
import org.rostrum.infosession.InfoSessions;
import org.rostrum.journal.Journal;
import org.rostrum.question.Authors;
import org.rostrum.question.Questions;
import org.rostrum.testing.Heard;

/// Writers whose time and numbers are a test's, so that what they store is the same in every run.
@ApplicationScoped
public class TimedWriters {

    private static final Pace ONE_BY_ONE = new Pace(1, Duration.ZERO, 100);

    private final Jdbi jdbi;
    private final Journal journal;
    private final InfoSessions infoSessions;
    private final Questions questions;
    private final Authors authors;
    private final Receipts receipts;
    private final Storing storing;
    private final Outages outages;
    private final Invitations invitations;

    TimedWriters(
            Jdbi jdbi,
            Journal journal,
            InfoSessions infoSessions,
            Questions questions,
            Authors authors,
            Receipts receipts,
            Storing storing,
            Outages outages,
            Invitations invitations) {
        this.jdbi = jdbi;
        this.journal = journal;
        this.infoSessions = infoSessions;
        this.questions = questions;
        this.authors = authors;
        this.receipts = receipts;
        this.storing = storing;
        this.outages = outages;
        this.invitations = invitations;
    }

    /// A node of its own, which nobody listens to.
    public Writers by(Clock clock, RandomGenerator random) {
        var numbers = new Numbers(questions, random);
        var loading = new Loading(journal, infoSessions, questions, authors, receipts, numbers, invitations);
        return new Writers(
                new Batch(jdbi, journal, infoSessions, loading, storing, clock, outages),
                new Heard<>(),
                new Heard<>(),
                ONE_BY_ONE);
    }
}
