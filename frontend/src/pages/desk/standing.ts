import { byWish } from './columns';
import type { DeskQuestion } from '../../protocol/views';

/** A row as a column shows it; `left` when somebody else has taken it away while it was being looked at. */
export interface Standing {
    readonly row: DeskQuestion;
    readonly left: boolean;
}

/**
 * What a column shows next. A row that is gone from it but is being looked at keeps its place, marked, so that nothing
 * slips away under a pointer or a focus.
 *
 * @param latest finds a row that is not in the column any more
 * @param looked says whether a row that has gone is still to be shown
 */
export function stand(
    before: readonly Standing[],
    present: readonly DeskQuestion[],
    latest: (id: string) => DeskQuestion | undefined,
    looked: (row: DeskQuestion) => boolean,
): readonly Standing[] {
    const shown: Standing[] = present.map((row) => ({ row, left: false }));
    const here = new Set(present.map((row) => row.id));
    let previous: string | undefined;
    for (const { row } of before) {
        const now = latest(row.id) ?? row;
        const after = previous;
        if (here.has(row.id)) {
            previous = row.id;
        } else if (looked(now)) {
            const place = after === undefined ? 0 : shown.findIndex((entry) => entry.row.id === after) + 1;
            shown.splice(place, 0, { row: now, left: true });
            previous = row.id;
        }
    }
    return shown;
}

/** Leaves out what has gone: with a decision of one's own the list moves anyway. */
function swept(standing: readonly Standing[], unsettled: (row: DeskQuestion) => boolean): readonly Standing[] {
    return standing.filter(({ row, left }) => !left || unsettled(row));
}

/** What a column has drawn last, which decides what it shows next. */
export class Drawn {
    #standing: readonly Standing[] = [];
    #decisions = 0;

    /** What was drawn, without what has gone if there have been decisions of one's own since. */
    before(decisions: number, unsettled: (row: DeskQuestion) => boolean): readonly Standing[] {
        return decisions === this.#decisions ? this.#standing : swept(this.#standing, unsettled);
    }

    /** To be called once `standing` is on the page. */
    keep(standing: readonly Standing[], decisions: number): void {
        this.#standing = standing;
        this.#decisions = decisions;
    }
}

/**
 * The published questions by how much they are wanted as of the last time somebody asked for that order; what has
 * been published since stands at the end.
 */
export class WantedOrder {
    #ids: readonly string[] = [];
    #turn: number | undefined;

    /** A new `turn` sorts anew. */
    arrange(rows: readonly DeskQuestion[], votes: ReadonlyMap<string, number>, turn: number): readonly DeskQuestion[] {
        if (this.#turn !== turn || this.#ids.length === 0) {
            return [...rows].sort(byWish(votes));
        }
        const place = new Map(this.#ids.map((id, index) => [id, index]));
        const known = rows.filter((row) => place.has(row.id));
        const added = rows.filter((row) => !place.has(row.id));
        known.sort((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0));
        added.sort((a, b) => published(a) - published(b));
        return [...known, ...added];
    }

    /** To be called once `rows` are on the page: they stay in this order. A row that comes back finds its place again. */
    keep(rows: readonly DeskQuestion[], turn: number): void {
        const before = this.#turn === turn ? this.#ids : [];
        const known = new Set(before);
        this.#ids = [...before, ...rows.map((row) => row.id).filter((id) => !known.has(id))];
        this.#turn = turn;
    }
}

/** How many rows have to move for the list to be in the order of wishes: all but the longest run already in order. */
export function outOfOrder(rows: readonly DeskQuestion[], votes: ReadonlyMap<string, number>): number {
    const place = new Map([...rows].sort(byWish(votes)).map((row, index) => [row.id, index]));
    const tails: number[] = [];
    for (const row of rows) {
        const at = place.get(row.id) ?? 0;
        tails[firstNotBelow(tails, at)] = at;
    }
    return rows.length - tails.length;
}

/** The first index at which an ascending list is not below a value; its length where it is below everywhere. */
function firstNotBelow(ascending: readonly number[], value: number): number {
    let from = 0;
    let to = ascending.length;
    while (from < to) {
        const middle = (from + to) >>> 1;
        if ((ascending[middle] ?? value) < value) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    return from;
}

function published(row: DeskQuestion): number {
    return Date.parse(row.publishedAt ?? row.askedAt);
}
