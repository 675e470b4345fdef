package org.rostrum.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// One performance of a script: every line at its time, divided by the speed. Who has no part in it is played by
/// the people who rehearse, so a line may find its question decided already; that is no fault. Where everybody is
/// simulated one only watches: then the long opening, in which questions come in and nobody is on stage yet, is over
/// in some seconds.
final class Show implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Show.class);

    /// Script seconds between a question and the desk's decision on it: time enough to read it on the screen.
    private static final int READING = 60;

    /// Script seconds over which others find a published question and vote for it.
    private static final int FINDING = 420;

    /// Script seconds an answer takes where no other question follows.
    private static final int ANSWERING = 100;

    /// Script seconds between the end of the opening and the first question on air.
    private static final int PRELUDE = 200;

    /// The longest an opening takes that one only watches.
    private static final Duration OPENING = Duration.ofSeconds(10);

    /// How long after it was missed a question is looked for again, and how often: its asker may be a little late.
    private static final Duration LATE = Duration.ofMillis(500);

    private static final int LOOKS = 4;

    private final Script script;
    private final double speed;

    /// The script's first second, and how many seconds after it the opening ends.
    private final int first;

    private final int opening;

    private final List<Person> viewers;
    private final @Nullable Person moderator;
    private final @Nullable Person panelist;
    private final Map<String, UUID> ids = new HashMap<>();
    private final Random random;
    private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(
            2, Thread.ofVirtual().name("rehearsal-", 0).factory());

    Show(
            Script script,
            double speed,
            List<Person> viewers,
            @Nullable Person moderator,
            @Nullable Person panelist,
            long seed) {
        this.script = script;
        this.speed = speed;
        this.viewers = viewers;
        this.moderator = moderator;
        this.panelist = panelist;
        this.random = new Random(seed);
        this.clock.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        this.first =
                script.questions().stream().mapToInt(Script.Line::atS).min().orElse(0);
        this.opening = moderator == null || panelist == null ? 0 : Math.max(0, firstOnAir() - PRELUDE - first);
        script.questions().forEach(line -> ids.put(line.id(), UUID.randomUUID()));
    }

    private interface Part {
        void play() throws IOException, InterruptedException;
    }

    /// Begins at the script's first question.
    void begin() {
        for (int i = 0; i < script.questions().size(); i++) {
            var line = script.questions().get(i);
            var asker = viewers.get(i % viewers.size());
            at(line.atS(), () -> ask(asker, line));
            var desk = moderator;
            if (desk != null) {
                at(line.atS() + READING, () -> decide(desk, line, LOOKS));
            }
            vote(line);
            air(line);
        }
    }

    private int firstOnAir() {
        return script.questions().stream()
                .map(Script.Line::onAirAtS)
                .flatMap(Stream::ofNullable)
                .min(Integer::compare)
                .orElse(first);
    }

    private void at(int scriptSecond, Part part) {
        after(sinceBeginning(scriptSecond - first), part);
    }

    /// When something happens that the script has so many seconds after its first line.
    private Duration sinceBeginning(int seconds) {
        var asLong = played(opening);
        var compressed = asLong.compareTo(OPENING) < 0 ? asLong : OPENING;
        return seconds < opening
                ? compressed.multipliedBy(seconds).dividedBy(opening)
                : compressed.plus(played(seconds - opening));
    }

    private Duration played(int seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000 / speed));
    }

    private void after(Duration wait, Part part) {
        var _ = clock.schedule(() -> guarded(part), wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// A line that cannot be played, because the people who rehearse did something else, is left out.
    private static void guarded(Part part) {
        try {
            part.play();
        } catch (IOException e) {
            LOG.debugf(e, "a line of the rehearsal was left out");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private UUID id(String line) {
        return Optional.ofNullable(ids.get(line)).orElseThrow();
    }

    private void ask(Person asker, Script.Line line) throws IOException, InterruptedException {
        var body = new HashMap<String, Object>();
        body.put("question", id(line.id()));
        body.put("text", line.text());
        body.put("language", line.language());
        var name = line.name();
        if (name != null) {
            body.put("name", name);
        }
        asker.command("ask", body);
    }

    /// Others vote for a question, or for the one it is merged into, some time after it was asked.
    private void vote(Script.Line line) {
        var target = Optional.ofNullable(line.mergeInto()).orElse(line.id());
        var voters = new ArrayList<>(viewers);
        Collections.shuffle(voters, random);
        for (var voter : voters.subList(0, Math.min(line.votesHint(), voters.size()))) {
            int when = line.atS() + READING + 5 + random.nextInt(FINDING);
            at(when, () -> voter.command("vote", Map.of("question", id(target), "n", 1, "on", true)));
        }
    }

    private void air(Script.Line line) {
        var onAirAt = line.onAirAtS();
        var stage = panelist;
        if (onAirAt == null || stage == null) {
            return;
        }
        at(onAirAt, () -> take(stage, line));
        int next = script.questions().stream()
                .map(Script.Line::onAirAtS)
                .filter(at -> at != null && at > onAirAt)
                .mapToInt(at -> at)
                .min()
                .orElse(Integer.MAX_VALUE);
        if (next > onAirAt + ANSWERING) {
            at(onAirAt + ANSWERING, () -> finish(stage, line));
        }
    }

    private void decide(Person desk, Script.Line line, int looks) throws IOException, InterruptedException {
        var seen = find(desk, line.id());
        if (seen.isEmpty() && looks > 1) {
            after(LATE, () -> decide(desk, line, looks - 1));
        }
        if (seen.isEmpty() || !seen.get().path("status").asText().equals("pending")) {
            return;
        }
        var body = new HashMap<String, Object>();
        body.put("question", id(line.id()));
        body.put("revision", seen.get().path("revision").asInt());
        switch (line.decision()) {
            case APPROVE -> desk.command("approve", body);
            case QUEUE -> {
                body.put("place", "last");
                desk.command("queue", body);
            }
            case PIN -> {
                desk.command("approve", body);
                body.put("revision", seen.get().path("revision").asInt() + 1);
                desk.command("pin", body);
            }
            case MERGE -> {
                body.put("into", id(Optional.ofNullable(line.mergeInto()).orElseThrow()));
                desk.command("merge", body);
            }
            case DISMISS -> dismiss(desk, line, body);
            case REDACT -> {
                dismiss(desk, line, body);
                var text = line.editedText();
                if (text != null) {
                    desk.command(
                            "askFor",
                            Map.of(
                                    "question",
                                    UUID.randomUUID(),
                                    "text",
                                    text,
                                    "language",
                                    line.language(),
                                    "origin",
                                    "organizer"));
                }
            }
            case HOLD -> desk.command("hold", body);
        }
    }

    private static void dismiss(Person desk, Script.Line line, Map<String, Object> body)
            throws IOException, InterruptedException {
        body.put("reason", Optional.ofNullable(line.reason()).orElse("other").toLowerCase(Locale.ROOT));
        desk.command("dismiss", body);
    }

    private void take(Person stage, Script.Line line) throws IOException, InterruptedException {
        var questions = stage.look().path("questions");
        JsonNode wanted = null;
        String onAir = null;
        for (var question : questions) {
            if (question.path("id").asText().equals(id(line.id()).toString())) {
                wanted = question;
            } else if (question.path("status").asText().equals("onAir")) {
                onAir = question.path("id").asText();
            }
        }
        if (wanted == null) {
            return;
        }
        var body = new HashMap<String, Object>();
        body.put("question", id(line.id()));
        body.put("revision", wanted.path("revision").asInt());
        body.put("graphic", true);
        if (onAir != null) {
            body.put("replaces", onAir);
        }
        stage.command("air", body);
    }

    private void finish(Person stage, Script.Line line) throws IOException, InterruptedException {
        var seen = find(stage, line.id());
        if (seen.isPresent() && seen.get().path("status").asText().equals("onAir")) {
            stage.command(
                    "answer",
                    Map.of(
                            "question",
                            id(line.id()),
                            "revision",
                            seen.get().path("revision").asInt()));
        }
    }

    private Optional<JsonNode> find(Person person, String line) throws IOException, InterruptedException {
        for (var question : person.look().path("questions")) {
            if (question.path("id").asText().equals(id(line).toString())) {
                return Optional.of(question);
            }
        }
        return Optional.empty();
    }

    /// Lines to come are left out. What somebody is saying is said to its end, because a request that is broken off
    /// is a fault to the server that answers it.
    @Override
    public void close() {
        clock.shutdown();
        viewers.forEach(Person::close);
        Optional.ofNullable(moderator).ifPresent(Person::close);
        Optional.ofNullable(panelist).ifPresent(Person::close);
    }
}
