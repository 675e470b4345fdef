package org.rostrum.archive;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.QuoteMode;
import org.jspecify.annotations.Nullable;
import org.rostrum.database.LongReading;
import org.rostrum.infosession.InfoSession;
import org.rostrum.question.DismissReason;
import org.rostrum.question.Origin;
import org.rostrum.question.QuestionId;
import org.rostrum.question.QuestionRow;
import org.rostrum.question.QuestionText;
import org.rostrum.question.Questions;
import org.rostrum.question.Status;
import org.rostrum.vote.Tallies;
import org.rostrum.vote.Tally;

/// All questions of a session as separated values (RFC 4180) for spreadsheets, in the order they were asked. The text
/// begins with a byte order mark, without which spreadsheets misread accents. What a spreadsheet would take for a
/// formula is preceded by an apostrophe (OWASP, CSV injection): at the beginning of a text, and behind whatever a
/// spreadsheet of another language takes for the end of a cell.
@ApplicationScoped
public class QuestionTable {

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /// A beginning, or a separator of some country's spreadsheets, then what is not seen, then what begins a formula,
    /// full-width forms included.
    private static final Pattern FORMULA = Pattern.compile("(^|[;,|\\t\\r\\n])([\\s\\p{Z}\\p{C}\"']*)(?=[=+\\-@＝＋－＠])");

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private final LongReading reading;
    private final Questions questions;
    private final Tallies tallies;

    QuestionTable(LongReading reading, Questions questions, Tallies tallies) {
        this.reading = reading;
        this.questions = questions;
        this.tallies = tallies;
    }

    /// The language of headings and words.
    public enum Words {
        EN(','),
        /// Spreadsheets set to French, whose numbers have commas, part cells by semicolons.
        FR(';');

        private final char separator;

        Words(char separator) {
            this.separator = separator;
        }
    }

    /// The whole table as it is at one moment; times are in the session's zone, which the headings name.
    public String write(InfoSession session, Words words) {
        return reading.inSnapshot(handle -> {
            var rows = questions.all(handle, session.id());
            var texts = new HashMap<QuestionId, Map<Integer, String>>();
            for (QuestionText text :
                    questions.texts(handle, rows.stream().map(QuestionRow::id).toList())) {
                texts.computeIfAbsent(text.question(), _ -> new HashMap<>()).put(text.version(), text.body());
            }
            var votes = new HashMap<QuestionId, Integer>();
            for (Tally tally : tallies.all(handle, session.id())) {
                votes.put(tally.question(), tally.votes());
            }
            return print(session.plan().timeZone(), words, rows, texts, votes);
        });
    }

    private static String print(
            ZoneId zone,
            Words words,
            List<QuestionRow> rows,
            Map<QuestionId, Map<Integer, String>> texts,
            Map<QuestionId, Integer> votes) {
        var numbers = new HashMap<QuestionId, Integer>();
        rows.forEach(row -> numbers.put(row.id(), row.number()));
        var out = new StringBuilder().append(BYTE_ORDER_MARK);
        try (var csv = new CSVPrinter(out, format(words))) {
            csv.printRecord(headings(words, zone));
            for (var row : rows.stream()
                    .sorted(Comparator.comparing(QuestionRow::askedAt).thenComparing(QuestionRow::id))
                    .toList()) {
                var own = texts.getOrDefault(row.id(), Map.of());
                var into = row.standing().mergedInto();
                csv.printRecord(
                        row.number(),
                        status(words, row),
                        reason(words, row.standing().reason()),
                        into == null ? "" : numbers.getOrDefault(into, 0),
                        row.standing().language().name().toLowerCase(Locale.ROOT),
                        cell(own.getOrDefault(row.textVersion(), "")),
                        cell(name(row, own)),
                        origin(words, row.origin()),
                        row.status() == Status.MERGED ? "" : votes.getOrDefault(row.id(), 0),
                        time(zone, row.askedAt()),
                        time(zone, row.publishedAt()),
                        time(zone, row.airedAt()),
                        row.status() == Status.ANSWERED ? time(zone, row.answeredAt()) : "");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written", e);
        }
        return out.toString();
    }

    private static CSVFormat format(Words words) {
        return CSVFormat.RFC4180
                .builder()
                .setDelimiter(words.separator)
                .setQuoteMode(QuoteMode.NON_NUMERIC)
                .get();
    }

    private static List<String> headings(Words words, ZoneId zone) {
        return switch (words) {
            case EN ->
                List.of(
                        "No.",
                        "State",
                        "Reason",
                        "Merged into",
                        "Language",
                        "Question",
                        "Name",
                        "Origin",
                        "Votes",
                        "Asked (" + zone + ")",
                        "Published",
                        "On air",
                        "Answered");
            case FR ->
                List.of(
                        "Nº",
                        "État",
                        "Raison",
                        "Regroupée avec",
                        "Langue",
                        "Question",
                        "Nom",
                        "Origine",
                        "Votes",
                        "Posée (" + zone + ")",
                        "Publiée",
                        "À l’antenne",
                        "Réponse donnée");
        };
    }

    private static String status(Words words, QuestionRow row) {
        var en = words == Words.EN;
        return switch (row.status()) {
            case PENDING ->
                row.standing().held() ? (en ? "Set aside" : "Mise de côté") : (en ? "To review" : "À examiner");
            case PUBLISHED -> en ? "Published" : "Publiée";
            case QUEUED -> en ? "In the queue" : "Dans la file";
            case ON_AIR -> en ? "On air" : "À l’antenne";
            case ANSWERED ->
                row.standing().inWriting()
                        ? (en ? "Answered in writing" : "Réponse écrite")
                        : (en ? "Answered" : "Réponse donnée");
            case MERGED -> en ? "Merged" : "Regroupée";
            case DISMISSED -> en ? "Dismissed" : "Écartée";
            case WITHDRAWN -> en ? "Withdrawn by the asker" : "Retirée par la personne";
        };
    }

    private static String reason(Words words, @Nullable DismissReason reason) {
        if (reason == null) {
            return "";
        }
        var en = words == Words.EN;
        return switch (reason) {
            case OFF_TOPIC -> en ? "Off topic" : "Hors sujet";
            case PERSONAL_INFORMATION -> en ? "Personal information" : "Renseignements personnels";
            case INDIVIDUAL_CASE -> en ? "A personal file" : "Un dossier personnel";
            case OPERATIONAL -> en ? "Operational detail" : "Détail opérationnel";
            case COMPLAINT -> en ? "Complaint" : "Plainte";
            case DISRESPECTFUL -> en ? "Disrespectful" : "Irrespectueuse";
            case ALREADY_ANSWERED -> en ? "Already answered" : "Réponse déjà donnée";
            case TECHNICAL -> en ? "About the stream" : "Problème technique";
            case UNCLEAR -> en ? "Not a question or unclear" : "Pas une question ou pas claire";
            case OTHER -> en ? "Other" : "Autre";
        };
    }

    private static String origin(Words words, Origin origin) {
        var en = words == Words.EN;
        return switch (origin) {
            case VIEWER -> en ? "Audience" : "Public";
            case AHEAD -> en ? "Sent in ahead of time" : "Reçue à l’avance";
            case ORGANIZER -> en ? "From the organizers" : "De l’équipe";
        };
    }

    private static String name(QuestionRow row, Map<Integer, String> texts) {
        return Optional.ofNullable(row.nameVersion()).map(texts::get).orElse("");
    }

    private static String time(ZoneId zone, @Nullable Instant at) {
        return at == null ? "" : TIME.format(at.atZone(zone));
    }

    /// Defuses what a spreadsheet would calculate.
    static String cell(String text) {
        return FORMULA.matcher(text).replaceAll("$1'$2");
    }
}
