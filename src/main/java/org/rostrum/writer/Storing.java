package org.rostrum.writer;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.rostrum.identity.InfoSessionId;
import org.rostrum.identity.Invitations;
import org.rostrum.infosession.InfoSessions;
import org.rostrum.journal.Digest;
import org.rostrum.journal.Head;
import org.rostrum.journal.Journal;
import org.rostrum.journal.JournalEntry;
import org.rostrum.question.Authors;
import org.rostrum.question.QuestionId;
import org.rostrum.question.QuestionText;
import org.rostrum.question.Questions;
import org.rostrum.vote.Tallies;
import org.rostrum.vote.Tally;
import org.rostrum.writer.EntryPayload.TextDigest;

/// Stores what the decisions of a batch come to, one kind of row after the other: session and links, questions,
/// texts, tallies, journal entries, receipts. The head row is held.
@ApplicationScoped
class Storing {

    private final Journal journal;
    private final InfoSessions infoSessions;
    private final Questions questions;
    private final Authors authors;
    private final Tallies tallies;
    private final Receipts receipts;
    private final Invitations invitations;

    Storing(
            Journal journal,
            InfoSessions infoSessions,
            Questions questions,
            Authors authors,
            Tallies tallies,
            Receipts receipts,
            Invitations invitations) {
        this.journal = journal;
        this.infoSessions = infoSessions;
        this.questions = questions;
        this.authors = authors;
        this.tallies = tallies;
        this.receipts = receipts;
        this.invitations = invitations;
    }

    /// Where the journal stands now, its new entries, and the tallies that are counted anew.
    record Stored(Head head, List<JournalEntry> entries, List<Tally> tallies) {}

    /// @throws Authors.Outrun where one of the askers has become an author meanwhile; all is to be done again then
    Stored store(Handle handle, InfoSessionId infoSession, Deciding deciding) {
        // authors before tallies, as the ledger does: the other way round the two could wait for each other
        authors.add(handle, infoSession, deciding.newAuthors());
        var regrouped = lockRegrouped(handle, deciding);
        if (deciding.book().sessionChanged()) {
            infoSessions.update(handle, deciding.book().session());
        }
        if (deciding.book().endMoved()) {
            var now = deciding.decided().getLast().moment().now();
            var plan = deciding.book().session().plan();
            invitations.moveExpiry(handle, infoSession, plan.linksExpireAt(now));
        }
        var head = deciding.head();
        var entries = List.<JournalEntry>of();
        var counted = new ArrayList<Tally>();
        if (!deciding.decided().isEmpty()) {
            questions.save(handle, infoSession, deciding.book().changedRows());
            var salts = questions.saveTexts(handle, deciding.texts());
            counted.addAll(count(handle, infoSession, deciding, regrouped));
            entries = entries(infoSession, deciding, salts);
            head = deciding.next(entries.getLast().digest());
            journal.append(handle, infoSession, head, entries);
        }
        if (deciding.archives()) {
            receipts.forgetAllButHosts(handle, infoSession);
        }
        receipts.save(handle, infoSession, deciding.receipts());
        return new Stored(head, entries, counted);
    }

    /// Removes a rehearsal from every table, each kind of row by its owner. Tallies are locked in the ledger's order
    /// before anything is deleted that the ledger looks for under them.
    void delete(Handle handle, InfoSessionId infoSession) {
        infoSessions.lockRehearsal(handle, infoSession);
        tallies.delete(handle, infoSession);
        questions.delete(handle, infoSession);
        authors.delete(handle, infoSession);
        receipts.delete(handle, infoSession);
        invitations.delete(handle, infoSession);
        journal.delete(handle, infoSession);
        infoSessions.delete(handle, infoSession);
    }

    /// Tallies of new questions and of regrouped ones, each once. Takes the session's version, so that no other
    /// session's row and no lock is waited for from here on.
    private Collection<Tally> count(
            Handle handle, InfoSessionId infoSession, Deciding deciding, List<QuestionId> regrouped) {
        if (deciding.asked().isEmpty() && regrouped.isEmpty()) {
            return List.of();
        }
        long version = tallies.nextVersion(handle, infoSession);
        var counted = new LinkedHashMap<QuestionId, Tally>();
        deciding.asked()
                .forEach(row ->
                        counted.put(row.id(), tallies.open(handle, infoSession, row.id(), row.author(), version)));
        if (!regrouped.isEmpty()) {
            tallies.recount(handle, regrouped, version).forEach(tally -> counted.put(tally.question(), tally));
        }
        return counted.values();
    }

    /// All whose count changes with the groups, with their tally rows locked before a question's row is.
    private List<QuestionId> lockRegrouped(Handle handle, Deciding deciding) {
        if (deciding.regrouped().isEmpty()) {
            return List.of();
        }
        var regrouped = new HashSet<>(deciding.regrouped());
        regrouped.addAll(tallies.upward(handle, regrouped));
        tallies.lock(handle, regrouped);
        return List.copyOf(regrouped);
    }

    private static List<JournalEntry> entries(
            InfoSessionId infoSession, Deciding deciding, Map<QuestionText, byte[]> salts) {
        var entries = new ArrayList<JournalEntry>();
        var digest = deciding.head().digest();
        for (var one : deciding.decided()) {
            var entry = entry(digest, infoSession, one, salts);
            digest = entry.digest();
            entries.add(entry);
        }
        return List.copyOf(entries);
    }

    private static JournalEntry entry(
            Digest before, InfoSessionId infoSession, Deciding.Decided decided, Map<QuestionText, byte[]> salts) {
        var change = decided.change();
        var digests = change.texts().stream()
                .map(text -> new TextDigest(
                        text.question(), text.version(), digest(salts.getOrDefault(text, new byte[0]), text)))
                .toList();
        return JournalEntry.after(
                before,
                infoSession,
                decided.moment().seq(),
                decided.moment().now(),
                decided.actor(),
                change.kind(),
                PayloadCodec.write(new EntryPayload(change.rows(), change.session(), digests)));
    }

    private static String digest(byte[] salt, QuestionText text) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            sha.update(salt);
            return HexFormat.of().formatHex(sha.digest(text.body().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
