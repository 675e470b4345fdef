import type { Frame, List, Page, Snapshot, Tally } from '../protocol/messages';
import type { Audience } from '../protocol/views';
import { begin, disown, fold, foldPage, retract } from './fold';
import type { Picture, Shown } from './fold';

const mostKept = 1_000;

/**
 * What is shown of one audience, and what is kept to be shown again while a snapshot is on its way. Knows nothing of
 * connections: it is given what came and says whether something is missing.
 */
export class LivePicture<A extends Audience> {
    #now = $state.raw<Picture<A>>();
    #kept: (Frame<A> | Tally<A>)[] | undefined;
    /** Where each list goes on, by list and order. */
    #nextPages: Readonly<Record<string, string | undefined>> = {};

    /** The whole picture, or `undefined` until the first snapshot is there. */
    get now(): Picture<A> | undefined {
        return this.#now;
    }

    /** Whether a snapshot is awaited that mends a gap. */
    get isMending(): boolean {
        return this.#kept !== undefined;
    }

    /** Begins anew from a snapshot; false where it is older than what is shown. */
    take(snapshot: Snapshot<A>): boolean {
        const before = this.#now;
        if (before?.epoch === snapshot.epoch && snapshot.seq < before.seq) {
            return false;
        }
        this.#now = begin(snapshot, before);
        this.#nextPages = {};
        return true;
    }

    /**
     * Frames go on from `seq`: a picture of the same epoch that is ahead of it shows what the server has lost, and the
     * next snapshot takes its place though its number is lower.
     */
    goOnFrom(epoch: string, seq: number): void {
        const picture = this.#now;
        if (picture?.epoch === epoch && seq < picture.seq) {
            this.#now = disown(picture);
        }
    }

    /** Shows a message; `gap` where others are missing before it, of which then only retractions are shown. */
    show(message: Shown<A>): 'shown' | 'gap' {
        const picture = this.#now;
        if (picture === undefined) {
            return 'shown';
        }
        if (this.#kept !== undefined && (message.type === 'frame' || message.type === 'tally')) {
            this.keep(message);
            if (message.type === 'frame') {
                this.#now = retract(picture, message);
                return 'shown';
            }
        }
        const next = fold(picture, message);
        if (next !== 'gap') {
            this.#now = next;
            return 'shown';
        }
        if (message.type === 'frame') {
            this.#now = retract(picture, message);
        }
        return 'gap';
    }

    /** From here on frames and votes are kept, to be shown again over the snapshot that is awaited. */
    beginMending(): void {
        this.#kept = [];
    }

    /** Keeps a message where a gap is being mended; one too many is a gap again when the others are shown. */
    keep(message: Frame<A> | Tally<A>): void {
        if (this.#kept !== undefined && this.#kept.length < mostKept) {
            this.#kept.push(message);
        }
    }

    /** Ends the mending, and gives back what was kept, in order. */
    endMending(): readonly (Frame<A> | Tally<A>)[] {
        const kept = this.#kept ?? [];
        this.#kept = undefined;
        return kept;
    }

    /** Shows nothing any more. */
    forget(): void {
        this.#now = undefined;
        this.#kept = undefined;
        this.#nextPages = {};
    }

    /** The cursor of a list's next page. */
    nextPage(list: List, sort?: string): string | undefined {
        return this.#nextPages[listKey(list, sort)];
    }

    /**
     * Adds the rows of a page; false where it cannot be told what has been said of them since.
     *
     * @param votesAsked the votes held when it was asked for
     */
    addPage(list: List, sort: string | undefined, page: Page<A>, votesAsked: Picture<A>['votes'] | undefined): boolean {
        const next = this.#now === undefined ? 'stale' : foldPage(this.#now, list, page, votesAsked);
        if (next === 'stale') {
            return false;
        }
        this.#now = next;
        this.#nextPages = { ...this.#nextPages, [listKey(list, sort)]: page.next };
        return true;
    }
}

function listKey(list: List, sort: string | undefined): string {
    return `${list} ${sort ?? ''}`;
}
