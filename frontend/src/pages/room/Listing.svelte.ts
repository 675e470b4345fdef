import { oneOf } from '../../protocol/parse';
import type { RoomQuestion } from '../../protocol/views';
import type { DeviceStore } from '../../state/deviceStore';
import type { LiveState, PageOutcome } from '../../state/LiveState.svelte';
import { arrange, inOrder } from './listing';
import type { Arranged, LanguageFilter, ListName, Sort, Wanted } from './listing';

const filters = oneOf('all', 'en', 'fr');
const sorts = oneOf('votes', 'newest');

/**
 * What of the questions is on the page, and where. Rows stay where they are while votes, states and newcomers come
 * in; only the reader's own choice puts them in order again.
 */
export class Listing {
    readonly #live: LiveState<'room'>;
    readonly #store: DeviceStore;
    #list = $state.raw<ListName>('all');
    #sort = $state.raw<Sort>('votes');
    #filter = $state.raw<LanguageFilter>('all');
    #turn = $state.raw(0);
    #fetching = $state.raw(false);
    #failed = $state.raw(false);
    /** The places given last, and in which turn: a memory of the derivation below. A new turn begins without places. */
    #places: { readonly turn: number; readonly ids: readonly string[] } = { turn: 0, ids: [] };
    readonly #wanted = $derived.by<Wanted>(() => ({
        list: this.#list === 'answered' ? 'answered' : 'all',
        sort: this.#sort,
        filter: this.#filter,
    }));
    readonly #arranged = $derived.by<Arranged>(() => {
        const turn = this.#turn;
        const ordered = inOrder(this.#live.questions.values(), this.#live.votes, this.#wanted);
        const arranged = arrange(ordered, this.#places.turn === turn ? this.#places.ids : []);
        if (arranged.rows.length > 0) {
            return arranged;
        }
        this.#places = { turn, ids: ordered.map(({ id }) => id) };
        return { rows: ordered, waiting: [] };
    });

    constructor(live: LiveState<'room'>, store: DeviceStore) {
        this.#live = live;
        this.#store = store;
        this.#sort = store.get('sort', sorts) ?? 'votes';
        this.#filter = store.get('filter', filters) ?? 'all';
    }

    get list(): ListName {
        return this.#list;
    }

    get sort(): Sort {
        return this.#sort;
    }

    get filter(): LanguageFilter {
        return this.#filter;
    }

    get rows(): readonly RoomQuestion[] {
        return this.#arranged.rows;
    }

    /** How many questions have come that are not shown yet. */
    get waiting(): number {
        return this.#arranged.waiting.length;
    }

    /** Whether the server holds more rows of this list. */
    get hasMore(): boolean {
        const { answered = 0, published = 0 } = this.#live.picture?.more ?? {};
        return answered > 0 || (this.#list === 'all' && published > 0);
    }

    get fetching(): boolean {
        return this.#fetching;
    }

    get failed(): boolean {
        return this.#failed;
    }

    /** Whether any question is held at all, whatever the filter. */
    get isFiltered(): boolean {
        return this.#filter !== 'all';
    }

    show(list: ListName): void {
        this.#list = list;
        this.#putInOrder();
    }

    sortBy(sort: Sort): void {
        this.#sort = sort;
        this.#store.set('sort', sort);
        this.#putInOrder();
    }

    filterBy(filter: LanguageFilter): void {
        this.#filter = filter;
        this.#store.set('filter', filter);
        this.#putInOrder();
    }

    /** Shows what has come meanwhile, and puts all rows in order again. */
    showWaiting(): void {
        this.#putInOrder();
    }

    /** Fetches the next page and adds its rows at the end. */
    async fetchMore(): Promise<void> {
        const wanted = this.#wanted;
        const waiting = this.#arranged.waiting.map(({ id }) => id);
        const { published = 0 } = this.#live.picture?.more ?? {};
        this.#fetching = true;
        const outcome: PageOutcome = await this.#live.page(
            wanted.list === 'all' && published > 0 ? 'published' : 'answered',
            wanted.sort,
        );
        this.#fetching = false;
        this.#failed = outcome === 'failed';
        if (wanted === this.#wanted) {
            const added = this.#arranged.waiting.filter((row) => !waiting.includes(row.id));
            this.#places = {
                turn: this.#turn + 1,
                ids: [...this.#places.ids, ...added.map(({ id }) => id)],
            };
            this.#turn += 1;
        }
    }

    #putInOrder(): void {
        this.#failed = false;
        this.#turn += 1;
    }
}
