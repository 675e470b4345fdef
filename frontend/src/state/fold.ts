import type {
    Frame,
    List,
    Mine,
    Page,
    Person,
    Position,
    Risen,
    ServerMessage,
    Snapshot,
    Tally,
} from '../protocol/messages';
import type { Audience, QuestionOf, SessionOf } from '../protocol/views';

/**
 * Everything a client holds of a session. A picture is never changed, only followed by another one; at its position
 * every row in it is what the server showed this audience at that position.
 */
export interface Picture<A extends Audience> extends Position {
    readonly session: SessionOf<A>;
    readonly questions: ReadonlyMap<string, QuestionOf<A>>;
    /** Votes by question, of questions held only. */
    readonly votes: ReadonlyMap<string, number>;
    /** How many rows of each list the server left out of the snapshot. */
    readonly more: Snapshot<A>['more'];
    /** The position of the snapshot this picture grew from. */
    readonly since: number;
    /** The last position at which a frame said something of an id, so that older answers can be told apart. */
    readonly touched: ReadonlyMap<string, number>;
    readonly mine: Mine | undefined;
    readonly people: readonly Person[];
    readonly viewers: number | undefined;
}

/** Messages that change what is shown; the others concern the connection or one command. */
export type Shown<A extends Audience> = Extract<ServerMessage<A>, { type: 'frame' | 'tally' | 'mine' | 'presence' }>;

/** The next picture, or `gap` when messages are missing and only a snapshot can help. */
export type Folded<A extends Audience> = Picture<A> | 'gap';

export function begin<A extends Audience>(snapshot: Snapshot<A>, before: Picture<A> | undefined): Picture<A> {
    const hidden = hides(snapshot.session);
    return {
        ...positionOf(snapshot),
        session: snapshot.session,
        questions: hidden ? new Map() : new Map(snapshot.questions.map((row) => [row.id, row])),
        votes: hidden ? new Map() : snapshot.votes,
        more: hidden ? {} : snapshot.more,
        since: snapshot.seq,
        touched: new Map(),
        mine: before?.mine,
        people: before?.people ?? [],
        viewers: before?.viewers,
    };
}

export function fold<A extends Audience>(picture: Picture<A>, message: Shown<A>): Folded<A> {
    switch (message.type) {
        case 'frame':
            return foldFrame(picture, message);
        case 'tally':
            return foldTally(picture, message);
        case 'mine':
            return isOlder(message, picture.mine) ? picture : { ...picture, mine: message };
        case 'presence':
            return { ...picture, people: message.people };
        default:
            return message satisfies never;
    }
}

function foldFrame<A extends Audience>(picture: Picture<A>, frame: Frame<A>): Folded<A> {
    if (frame.seq <= picture.seq) {
        return picture;
    }
    if (frame.prev > picture.seq) {
        return 'gap';
    }
    const session = frame.session ?? picture.session;
    const position = positionOf({ ...frame, epoch: picture.epoch });
    if (hides(session)) {
        return { ...picture, ...position, session, questions: new Map(), votes: new Map(), more: {} };
    }
    const questions = new Map(picture.questions);
    const votes = new Map(picture.votes);
    const touched = new Map(picture.touched);
    for (const row of frame.upsert) {
        questions.set(row.id, row);
        touched.set(row.id, frame.seq);
    }
    for (const id of frame.remove) {
        questions.delete(id);
        votes.delete(id);
        touched.set(id, frame.seq);
    }
    for (const [id, count] of frame.votes ?? []) {
        votes.set(id, count);
    }
    return { ...picture, ...position, session, questions, votes, touched };
}

function foldTally<A extends Audience>(picture: Picture<A>, tally: Tally<A>): Picture<A> {
    const questions = ('rows' in tally ? withRows(picture, tally) : undefined) ?? picture.questions;
    const votes = new Map(picture.votes);
    for (const [id, count] of tally.votes) {
        if (questions.has(id)) {
            votes.set(id, count);
        }
    }
    return { ...picture, questions, votes, viewers: tally.viewers ?? picture.viewers };
}

/**
 * The questions with rows that were made at a position of their own, outside the order of frames. What frames have
 * said since is newer, so such rows are left out; where the rows are older than the snapshot nobody knows what has
 * been said since, and there is no answer.
 */
function withRows<A extends Audience>(
    picture: Picture<A>,
    made: Risen<A>,
): ReadonlyMap<string, QuestionOf<A>> | undefined {
    if (made.epoch !== picture.epoch || made.seq < picture.since) {
        return undefined;
    }
    if (hides(picture.session)) {
        return picture.questions;
    }
    const questions = new Map(picture.questions);
    for (const row of made.rows) {
        if ((picture.touched.get(row.id) ?? 0) <= made.seq) {
            questions.set(row.id, row);
        }
    }
    return questions;
}

/**
 * Adds the rows of a page, and their votes where none were told since it was asked for. A page older than the
 * snapshot is `stale` as a whole.
 */
export function foldPage<A extends Audience>(
    picture: Picture<A>,
    list: List,
    page: Page<A>,
    votesAsked = picture.votes,
): Picture<A> | 'stale' {
    const questions = withRows(picture, { ...page, rows: page.questions });
    if (questions === undefined) {
        return 'stale';
    }
    if (hides(picture.session)) {
        return picture;
    }
    const votes = new Map(picture.votes);
    for (const [id, count] of page.votes) {
        if (questions.has(id) && votes.get(id) === votesAsked.get(id)) {
            votes.set(id, count);
        }
    }
    const left = Object.entries(picture.more).filter(([name]) => name !== list || page.next !== undefined);
    return { ...picture, questions, votes, more: Object.fromEntries(left) };
}

/**
 * Takes out what a frame retracts although the frame cannot be applied as a whole yet: what may no longer be shown
 * is gone at once, also while a snapshot is on its way.
 */
export function retract<A extends Audience>(picture: Picture<A>, frame: Frame<A>): Picture<A> {
    if (frame.session !== undefined && hides(frame.session)) {
        return { ...picture, session: frame.session, questions: new Map(), votes: new Map(), more: {} };
    }
    if (frame.remove.length === 0) {
        return picture;
    }
    const questions = new Map(picture.questions);
    const touched = new Map(picture.touched);
    for (const id of frame.remove) {
        questions.delete(id);
        touched.set(id, frame.seq);
    }
    return { ...picture, questions, touched };
}

function positionOf({ epoch, seq, tag }: Position): Position {
    return { epoch, seq, ...(tag === undefined ? {} : { tag }) };
}

/**
 * The same rows at the beginning of an unknown history: whatever comes next is newer. For a client that knows more than
 * the server, which was put back to what it was before.
 */
export function disown<A extends Audience>(picture: Picture<A>): Picture<A> {
    const mine = picture.mine === undefined ? undefined : { ...picture.mine, seq: 0 };
    return { ...picture, ...positionOf({ epoch: picture.epoch, seq: 0 }), mine };
}

function isOlder(message: Mine, held: Mine | undefined): boolean {
    return held !== undefined && held.epoch === message.epoch && message.seq < held.seq;
}

/** Whether all is hidden from this audience: only the room drops its rows, the desk goes on seeing what it hides. */
function hides(session: SessionOf<Audience>): boolean {
    return 'voting' in session && !('graphic' in session) && session.hidden;
}
