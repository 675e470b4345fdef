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
    #fetching = $state.raw(false);
    #failed = $state.raw(false);
    /** The questions in the order in which they were drawn; none while all of them are to be put in order. */
    #places = $state.raw<readonly string[]>([]);
    readonly #wanted = $derived.by<Wanted>(() => ({
        list: this.#list === 'answered' ? 'answered' : 'all',
        sort: this.#sort,
        filter: this.#filter,
    }));
    readonly #arranged = $derived.by<Arranged>(() => {
        const ordered = inOrder(this.#live.questions.values(), this.#live.votes, this.#wanted);
        const arranged = arrange(ordered, this.#places);
        return arranged.rows.length > 0 ? arranged : { rows: ordered, waiting: [] };
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

    /** What is drawn keeps its place from here on. To be called in an effect of the component that draws the rows. */
    keepPlaces(): void {
        const { rows } = this.#arranged;
        if (rows.length > 0 && !rows.some(({ id }) => this.#places.includes(id))) {
            this.#places = rows.map(({ id }) => id);
        }
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
            this.#places = [...this.#places, ...added.map(({ id }) => id)];
        }
    }

    #putInOrder(): void {
        this.#failed = false;
        this.#places = [];
    }
}
