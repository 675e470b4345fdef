import { SvelteMap } from 'svelte/reactivity';
import type { ColumnName } from './columns';

/** Everywhere a question can stand on the page. */
export type Spot = ColumnName | 'onAir' | 'done';

/** Where the focus was in each list, so that each is one stop of the Tab key and is come back to where it was left. */
export class Places {
    readonly #current = new SvelteMap<Spot, string>();
    #last: { readonly spot: Spot; readonly id: string } | undefined;

    /** To be called when a row of a list gets the focus. */
    arrived(spot: Spot, id: string): void {
        this.#current.set(spot, id);
        this.#last = { spot, id };
    }

    /** The row of a list that the Tab key stops at. */
    stopIn(spot: Spot, ids: readonly string[]): string | undefined {
        const current = this.#current.get(spot);
        return current !== undefined && ids.includes(current) ? current : ids[0];
    }

    /** Puts the focus on a question; `still` leaves the lists scrolled as they are. */
    focus(id: string, still = false): boolean {
        const element = document.getElementById(rowId(id));
        element?.focus({ preventScroll: still });
        return element !== null;
    }

    /** Puts the focus into a list, where it was last or on what stands for an empty list. */
    enter(spot: Spot): void {
        const stop = this.stopIn(spot, this.idsIn(spot));
        if (stop === undefined || !this.focus(stop)) {
            this.#list(spot)?.querySelector<HTMLElement>('[data-empty]')?.focus();
        }
    }

    /** Back to the question that had the focus last. */
    comeBack(): void {
        if (this.#last !== undefined && !this.focus(this.#last.id)) {
            this.enter(this.#last.spot);
        }
    }

    /** The questions of a list in the order in which they stand on the page. */
    idsIn(spot: Spot): readonly string[] {
        return Array.from(
            this.#list(spot)?.querySelectorAll<HTMLElement>('[data-question]') ?? [],
            (row) => row.dataset['question'] ?? '',
        );
    }

    #list(spot: Spot): HTMLElement | null {
        return document.querySelector(`[data-spot="${spot}"]`);
    }
}

export function rowId(question: string): string {
    return `question-${question}`;
}

/**
 * The question and the list that an event happened in, if any. The buttons of the bar on air stand beside its question,
 * not in it, and belong to it all the same.
 */
export function placeOf(
    target: EventTarget | null,
): { readonly spot: Spot; readonly id: string | undefined } | undefined {
    if (!(target instanceof Element)) {
        return undefined;
    }
    const rows = '[data-question], [data-empty]';
    const row = target.closest<HTMLElement>(rows) ?? target.closest(onAirBar)?.querySelector<HTMLElement>(rows);
    const list = row?.closest<HTMLElement>('[data-spot]')?.dataset['spot'];
    const spot = spots.find((name) => name === list);
    return spot === undefined ? undefined : { spot, id: row?.dataset['question'] };
}

const onAirBar = '[data-spot="onAir"]';
const spots: readonly Spot[] = ['review', 'published', 'queue', 'onAir', 'done'];
