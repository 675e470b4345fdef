import { SvelteMap } from 'svelte/reactivity';
import type { ColumnName } from './columns';
import { afterDecision } from './focusing';

/** Everywhere a question can stand on the page. */
export type Spot = ColumnName | 'onAir' | 'done';

/** A question in a list, and the questions that stood there with it, in the order in which they stood on the page. */
export interface Standpoint {
    readonly spot: Spot;
    readonly id: string;
    readonly ids: readonly string[];
}

/** Where the focus was in each list, so that each is one stop of the Tab key and is come back to where it was left. */
export class Places {
    readonly #current = new SvelteMap<Spot, string>();
    #open = $state.raw<{ readonly spot: Spot; readonly id: string }>();
    #last: { readonly spot: Spot; readonly id: string } | undefined;

    /** To be called when a row of a list gets the focus. */
    arrived(spot: Spot, id: string): void {
        this.#current.set(spot, id);
        this.#last = { spot, id };
        this.#open = { spot, id };
    }

    /** To be called when the focus goes to what is in no list, and is no dialog or menu about a question. */
    left(): void {
        this.#open = undefined;
    }

    /** Whether a question is the one that is being looked at: it has the focus, or a dialog or menu about it has. */
    isOpen(spot: Spot, id: string): boolean {
        return this.#open?.id === id && this.#open.spot === spot;
    }

    /** The row of a list that the Tab key stops at. */
    stopIn(spot: Spot, ids: readonly string[]): string | undefined {
        const current = this.#current.get(spot);
        return current !== undefined && ids.includes(current) ? current : ids[0];
    }

    /** Puts the focus on a question of a list; `still` leaves the lists scrolled as they are. */
    focus(spot: Spot, id: string, still = false): boolean {
        const element = this.#rows(spot).find((row) => row.dataset['question'] === id);
        element?.focus({ preventScroll: still });
        return element !== undefined;
    }

    /** Where an event happened, to come back to when it is done with; `undefined` outside of the lists. */
    standpoint(target: EventTarget | null): Standpoint | undefined {
        const place = placeOf(target);
        return place?.id === undefined ? undefined : { spot: place.spot, id: place.id, ids: this.idsIn(place.spot) };
    }

    /**
     * Puts the focus on the question that follows a standpoint in its own list, whatever became of the list since: the
     * next of those that stood there and still do, or else the nearest before, or else what the list begins with.
     *
     * @param leaving says of a question that it is about to leave the list
     */
    goOn(from: Standpoint, leaving: (id: string) => boolean, still = false): void {
        const staying = this.#rows(from.spot)
            .filter((row) => row.dataset['left'] === undefined)
            .map((row) => row.dataset['question']);
        const now = this.idsIn(from.spot);
        const order = now.includes(from.id) ? now : from.ids;
        const next = afterDecision(order, from.id, (id) => !staying.includes(id) || leaving(id));
        if (next === undefined || !this.focus(from.spot, next, still)) {
            this.enter(from.spot);
        }
    }

    /** Puts the focus back on a question of a list, or on what follows it if it is there no more. */
    comeBackTo(from: Standpoint): void {
        if (!this.focus(from.spot, from.id)) {
            this.goOn(from, () => false);
        }
    }

    /** Puts the focus into a list, where it was last or on what stands for an empty list. */
    enter(spot: Spot): void {
        const stop = this.stopIn(spot, this.idsIn(spot));
        if (stop === undefined || !this.focus(spot, stop)) {
            this.#list(spot)?.querySelector<HTMLElement>('[data-empty]')?.focus();
        }
    }

    /** Back to the question that had the focus last. */
    comeBack(): void {
        if (this.#last !== undefined && !this.focus(this.#last.spot, this.#last.id)) {
            this.enter(this.#last.spot);
        }
    }

    /** The questions of a list in the order in which they stand on the page. */
    idsIn(spot: Spot): readonly string[] {
        return this.#rows(spot).map((row) => row.dataset['question'] ?? '');
    }

    #rows(spot: Spot): readonly HTMLElement[] {
        return Array.from(this.#list(spot)?.querySelectorAll<HTMLElement>('[data-question]') ?? []);
    }

    #list(spot: Spot): HTMLElement | null {
        return document.querySelector(`[data-spot="${spot}"]`);
    }
}

/** The id of the element of a question: it may stand in two lists for a while, once as what has left the one. */
export function rowId(spot: Spot, question: string): string {
    return `${spot}-${question}`;
}

/**
 * The question and the list that an event happened in, if any. The buttons of the bar on air stand beside its question,
 * not in it, and belong to it all the same. `left` of one that somebody has taken away from that list.
 */
export function placeOf(
    target: EventTarget | null,
): { readonly spot: Spot; readonly id: string | undefined; readonly left: boolean } | undefined {
    if (!(target instanceof Element)) {
        return undefined;
    }
    const rows = '[data-question], [data-empty]';
    const row = target.closest<HTMLElement>(rows) ?? target.closest(onAirBar)?.querySelector<HTMLElement>(rows);
    const list = row?.closest<HTMLElement>('[data-spot]')?.dataset['spot'];
    const spot = spots.find((name) => name === list);
    return spot === undefined
        ? undefined
        : { spot, id: row?.dataset['question'], left: row?.dataset['left'] !== undefined };
}

const onAirBar = '[data-spot="onAir"]';
const spots: readonly Spot[] = ['review', 'published', 'queue', 'onAir', 'done'];

/**
 * Gives back the focus that rows take with them when they move or go: to the row itself, or to what stands where it
 * stood. To be called while a component is made.
 *
 * @param rows what is shown in the list, read again whenever it changes
 */
export function keepFocusIn(
    places: Places,
    spot: () => Spot,
    list: () => HTMLElement | undefined,
    rows: () => readonly string[],
): void {
    let held: { readonly element: HTMLElement; readonly index: number } | undefined;
    // Losing the focus says that nobody looks here any more, which comes back to the first of these two before the
    // second has run.
    $effect.pre(() => {
        const element = document.activeElement;
        const row = element?.closest<HTMLElement>('[data-question], [data-empty]') ?? undefined;
        if (
            rows().length >= 0 &&
            element instanceof HTMLElement &&
            row !== undefined &&
            list()?.contains(row) === true
        ) {
            held = { element, index: places.idsIn(spot()).indexOf(row.dataset['question'] ?? '') };
        }
    });
    $effect(() => {
        const ids = rows();
        if (held !== undefined && document.activeElement === document.body) {
            const nearest = ids[Math.min(Math.max(held.index, 0), ids.length - 1)];
            if (held.element.isConnected) {
                held.element.focus({ preventScroll: true });
            } else if (nearest === undefined) {
                places.enter(spot());
            } else {
                places.focus(spot(), nearest, true);
            }
        }
        held = undefined;
    });
}
