import { boolean, instant, localTime, number, object, oneOf, optional, string } from './parse';
import type { Parsed, Parser } from './parse';

/** Sessions and questions as each audience sees them: section 2 of the protocol. */
export type Audience = 'room' | 'desk' | 'stage' | 'overlay';
export type Phase = 'draft' | 'scheduled' | 'open' | 'live' | 'closed' | 'archived';
export type QuestionLanguage = 'en' | 'fr' | 'other';
export type Role = 'viewer' | 'moderator' | 'panelist' | 'host';

export const bilingual = object({ en: optional(string), fr: optional(string) });

export const language = oneOf('en', 'fr', 'other');
export const role = oneOf('viewer', 'moderator', 'panelist', 'host');
const origin = oneOf('viewer', 'ahead', 'organizer');

export const dismissReasons = [
    'off_topic',
    'personal_information',
    'individual_case',
    'operational',
    'complaint',
    'disrespectful',
    'already_answered',
    'technical',
    'unclear',
    'other',
] as const;
export type DismissReason = (typeof dismissReasons)[number];
export const dismissReason = oneOf(...dismissReasons);

const notice = object({ en: optional(string), fr: optional(string), at: instant });
export type Notice = Parsed<typeof notice>;

const visiblePhase = oneOf('scheduled', 'open', 'live', 'closed', 'archived');
const anyPhase = oneOf('draft', 'scheduled', 'open', 'live', 'closed', 'archived');

const roomFields = {
    code: string,
    titles: bilingual,
    descriptions: bilingual,
    startsAt: optional(instant),
    endsAt: optional(instant),
    startsLocal: optional(localTime),
    endsLocal: optional(localTime),
    timeZone: string,
    streamUrl: optional(string),
    intakePaused: boolean,
    votingPaused: boolean,
    slowMode: boolean,
    voting: boolean,
    names: boolean,
    hidden: boolean,
    notice: optional(notice),
    rehearsal: boolean,
    premoderation: boolean,
};

const draftSession = object({ code: string, phase: oneOf('draft'), rehearsal: boolean, timeZone: string });
const openedSession = object({ ...roomFields, phase: visiblePhase });
export type DraftSession = Parsed<typeof draftSession>;
export type OpenedSession = Parsed<typeof openedSession>;

/** What the room is told of a session; before it is scheduled nothing but that it exists. */
export type RoomSession = DraftSession | OpenedSession;

const roomSession: Parser<RoomSession> = (value, at) => {
    const { phase } = object({ phase: anyPhase })(value, at);
    return phase === 'draft' ? draftSession(value, at) : openedSession(value, at);
};

const deskSession = object({
    ...roomFields,
    phase: anyPhase,
    graphic: boolean,
    tellDisrespectful: boolean,
});
export type DeskSession = Parsed<typeof deskSession>;

const stageSession = object({
    code: string,
    phase: anyPhase,
    titles: bilingual,
    timeZone: string,
    names: boolean,
    hidden: boolean,
    graphic: boolean,
    rehearsal: boolean,
});
export type StageSession = Parsed<typeof stageSession>;

const overlaySession = object({ code: string, rehearsal: boolean });
export type OverlaySession = Parsed<typeof overlaySession>;

const shownQuestion = { id: string, number, text: string, language, name: optional(string) };

const roomQuestion = object({
    ...shownQuestion,
    status: oneOf('published', 'onAir', 'answered'),
    pinned: boolean,
    origin,
    publishedAt: instant,
    airedAt: optional(instant),
    answeredAt: optional(instant),
    inWriting: optional(boolean),
});
export type RoomQuestion = Parsed<typeof roomQuestion>;

const deskQuestion = object({
    ...shownQuestion,
    status: oneOf('pending', 'published', 'queued', 'onAir', 'answered', 'merged', 'dismissed', 'withdrawn'),
    held: boolean,
    note: optional(object({ text: string, by: optional(string), at: optional(instant) })),
    pinned: boolean,
    rank: optional(number),
    revision: number,
    origin,
    reason: optional(dismissReason),
    mergedInto: optional(string),
    askedAt: instant,
    publishedAt: optional(instant),
    queuedAt: optional(instant),
    airedAt: optional(instant),
    answeredAt: optional(instant),
    inWriting: optional(boolean),
    decidedBy: optional(string),
    decidedAt: optional(instant),
});
export type DeskQuestion = Parsed<typeof deskQuestion>;

const stageQuestion = object({
    ...shownQuestion,
    status: oneOf('queued', 'onAir'),
    rank: optional(number),
    revision: number,
    airedAt: optional(instant),
});
export type StageQuestion = Parsed<typeof stageQuestion>;

const overlayQuestion = object(shownQuestion);
export type OverlayQuestion = Parsed<typeof overlayQuestion>;

interface Views {
    readonly room: { readonly session: RoomSession; readonly question: RoomQuestion };
    readonly desk: { readonly session: DeskSession; readonly question: DeskQuestion };
    readonly stage: { readonly session: StageSession; readonly question: StageQuestion };
    readonly overlay: { readonly session: OverlaySession; readonly question: OverlayQuestion };
}

export type SessionOf<A extends Audience> = Views[A]['session'];
export type QuestionOf<A extends Audience> = Views[A]['question'];

interface ViewParsers<A extends Audience> {
    readonly session: Parser<SessionOf<A>>;
    readonly question: Parser<QuestionOf<A>>;
}

/** How to read the session and the questions of each audience. */
export const views: { readonly [A in Audience]: ViewParsers<A> } = {
    room: { session: roomSession, question: roomQuestion },
    desk: { session: deskSession, question: deskQuestion },
    stage: { session: stageSession, question: stageQuestion },
    overlay: { session: overlaySession, question: overlayQuestion },
};
