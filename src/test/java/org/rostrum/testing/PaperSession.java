package org.rostrum.testing;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.rostrum.identity.Actor;
import org.rostrum.identity.Participant;
import org.rostrum.infosession.InfoSession;
import org.rostrum.infosession.InfoSessionCommand;
import org.rostrum.infosession.InfoSessionLife;
import org.rostrum.infosession.Switch;
import org.rostrum.question.AskLimits;
import org.rostrum.question.AskerRecord;
import org.rostrum.question.AuthorId;
import org.rostrum.question.Book;
import org.rostrum.question.Caller;
import org.rostrum.question.Change;
import org.rostrum.question.DismissReason;
import org.rostrum.question.Language;
import org.rostrum.question.Life;
import org.rostrum.question.Moment;
import org.rostrum.question.QuestionCommand;
import org.rostrum.question.QuestionCommand.Place;
import org.rostrum.question.QuestionId;
import org.rostrum.question.QuestionRow;
import org.rostrum.question.QuestionText;
import org.rostrum.question.Status;
import org.rostrum.screening.ScreenedText;

/// One information session on paper: the rules of questions over a book of rows, without a database. People give
/// commands, time passes when it is told to, and the newest entry is at [#seq].
public final class PaperSession implements Book {

    private final Life life = new Life(AskLimits.DEFAULT);
    private final Map<QuestionId, QuestionRow> rows = new LinkedHashMap<>();
    private final Map<QuestionId, List<String>> texts = new HashMap<>();
    private final Map<Long, Set<QuestionId>> decidedBy = new HashMap<>();
    private final Map<Participant, AuthorId> authors = new HashMap<>();
    private InfoSession session;
    private Instant now = InfoSessionFixture.START;
    private long seq = 1;
    private int nextViewer = 1000;
    private int nextNumber = 100;

    public PaperSession(InfoSessionFixture session) {
        this.session = session.get();
    }

    /// Decides a command and lays its change over the rows.
    public Change give(Actor actor, QuestionCommand command) {
        var change = life.decide(this, command, caller(actor), new Moment(now, seq + 1));
        if (!change.storesNothing()) {
            seq++;
            var ids = new HashSet<QuestionId>();
            for (var row : change.rows()) {
                rows.put(row.id(), row);
                if (row.isDecidedAt(seq)) {
                    ids.add(row.id());
                }
            }
            decidedBy.put(seq, ids);
            change.texts().forEach(this::keep);
            var next = change.session();
            session = next == null ? session : next;
        }
        return change;
    }

    public void give(Actor actor, InfoSessionCommand command) {
        session = InfoSessionLife.decide(session, command, actor, now);
    }

    public void flip(Switch which, boolean on) {
        give(People.HANA, new InfoSessionCommand.Flip(which, on));
    }

    public void pass(Duration time) {
        now = now.plus(time);
    }

    private void keep(QuestionText text) {
        texts.merge(text.question(), List.of(text.body()), (before, more) -> {
            var all = new java.util.ArrayList<>(before);
            all.addAll(more);
            return List.copyOf(all);
        });
    }

    /// Who an actor is in this session.
    public Caller caller(Actor actor) {
        return actor instanceof Actor.Viewer(var participant)
                ? new Caller.Asker(
                        authors.computeIfAbsent(participant, _ -> new AuthorId(UuidCreator.getTimeOrderedEpoch())))
                : Caller.of(actor, null);
    }

    public static QuestionId newId() {
        return new QuestionId(UuidCreator.getTimeOrderedEpoch());
    }

    public static QuestionCommand.Ask asking(QuestionId id, String text) {
        return new QuestionCommand.Ask(id, ScreenedText.question(text), Language.EN, null);
    }

    /// A new question of a viewer who has asked nothing before.
    public QuestionId asked() {
        return askedBy(People.viewer(nextViewer++));
    }

    public QuestionId askedBy(Actor.Viewer viewer) {
        var id = newId();
        give(viewer, asking(id, "What does the training look like?"));
        return id;
    }

    /// A new question of Vera's in that status, reached by public steps and published on the way to an end.
    public QuestionId in(Status status) {
        var id = askedBy(People.VERA);
        switch (status) {
            case PENDING -> {}
            case PUBLISHED -> approve(id);
            case QUEUED -> queue(id);
            case ON_AIR -> air(id);
            case ANSWERED -> {
                air(id);
                give(People.MAYA, new QuestionCommand.Answer(id, revision(id), false));
            }
            case MERGED -> {
                approve(id);
                give(People.MAYA, new QuestionCommand.Merge(id, revision(id), asked()));
            }
            case DISMISSED -> {
                approve(id);
                give(People.MAYA, new QuestionCommand.Dismiss(id, revision(id), DismissReason.OFF_TOPIC));
            }
            case WITHDRAWN -> {
                approve(id);
                give(People.VERA, new QuestionCommand.Withdraw(id));
            }
        }
        return id;
    }

    public QuestionId approve(QuestionId id) {
        give(People.MAYA, new QuestionCommand.Approve(id, revision(id)));
        return id;
    }

    /// Puts a question last in the queue.
    public QuestionId queue(QuestionId id) {
        give(People.MAYA, new QuestionCommand.Queue(id, revision(id), Place.LAST));
        return id;
    }

    /// Puts a question on air in the place of the one that is there.
    public QuestionId air(QuestionId id) {
        var replaced = onAir().map(QuestionRow::id).orElse(null);
        give(People.MAYA, new QuestionCommand.Air(id, revision(id), replaced, false));
        return id;
    }

    /// The position of the newest entry.
    public long seq() {
        return seq;
    }

    public Instant now() {
        return now;
    }

    public QuestionRow row(QuestionId id) {
        return rows.get(id);
    }

    public Status status(QuestionId id) {
        return row(id).status();
    }

    public int revision(QuestionId id) {
        return row(id).revision();
    }

    public List<QuestionRow> rows() {
        return List.copyOf(rows.values());
    }

    /// Every text stored for a question, the oldest first.
    public List<String> textsOf(QuestionId id) {
        return texts.getOrDefault(id, List.of());
    }

    public List<QuestionId> queueIds() {
        return queue().stream().map(QuestionRow::id).toList();
    }

    @Override
    public InfoSession session() {
        return session;
    }

    @Override
    public Optional<QuestionRow> find(QuestionId id) {
        return Optional.ofNullable(rows.get(id));
    }

    @Override
    public Optional<QuestionRow> onAir() {
        return rows.values().stream()
                .filter(row -> row.status() == Status.ON_AIR)
                .findFirst();
    }

    @Override
    public List<QuestionRow> queue() {
        return rows.values().stream()
                .filter(row -> row.status() == Status.QUEUED)
                .sorted(Comparator.comparingLong(
                                (QuestionRow row) -> row.standing().rank())
                        .thenComparing(QuestionRow::id))
                .toList();
    }

    @Override
    public List<QuestionRow> mergedInto(QuestionId id) {
        return rows.values().stream()
                .filter(row -> id.equals(row.standing().mergedInto()))
                .toList();
    }

    @Override
    public AskerRecord askerRecord(AuthorId author) {
        return rows.values().stream()
                .filter(row -> author.equals(row.author()))
                .sorted(Comparator.comparing(QuestionRow::askedAt))
                .reduce(
                        AskerRecord.NOTHING,
                        (record, row) -> record.andOneMore(row.isWaiting(session), row.askedAt()),
                        (a, _) -> a);
    }

    @Override
    public int freeNumber() {
        return nextNumber++;
    }

    @Override
    public List<QuestionRow> decidedBy(long position) {
        return decidedBy.getOrDefault(position, Set.of()).stream()
                .map(rows::get)
                .toList();
    }
}
