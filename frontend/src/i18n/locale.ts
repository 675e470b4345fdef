import type { Language } from './bilingual';

export interface Locale {
    readonly language: Language;
    /** The tag for `Intl`: the bare languages would give foreign formats. */
    readonly tag: 'en-CA' | 'fr-CA';
    /** The other language: its code and its name, written in that language. */
    readonly other: { readonly language: Language; readonly name: string };
}

const locales: Readonly<Record<Language, Locale>> = {
    en: { language: 'en', tag: 'en-CA', other: { language: 'fr', name: 'Français' } },
    fr: { language: 'fr', tag: 'fr-CA', other: { language: 'en', name: 'English' } },
};

const key = 'rostrum.language';

/** The page's language: as the address says, as chosen before, as the browser wishes; English where none is ours. */
export function chooseLocale(): Locale {
    const asked = known(new URLSearchParams(location.search).get('lang'));
    if (asked !== undefined) {
        remember(asked);
        return locales[asked];
    }
    const wished = navigator.languages.map((tag) => known(tag.slice(0, 2).toLowerCase())).find(Boolean);
    return locales[known(recall()) ?? wished ?? 'en'];
}

/** The address of this page in the other language. */
export function addressInOther(locale: Locale): string {
    const query = new URLSearchParams(location.search);
    query.set('lang', locale.other.language);
    return `${location.pathname}?${query.toString()}${location.hash}`;
}

/** A text that exists in one or both languages: the page's if there is one, and which language it is in. */
export function choose(
    texts: { readonly en?: string; readonly fr?: string },
    language: Language,
): { readonly text: string; readonly language: Language } {
    const other = language === 'en' ? 'fr' : 'en';
    const own = texts[language];
    return own === undefined ? { text: texts[other] ?? '', language: other } : { text: own, language };
}

function known(value: string | null): Language | undefined {
    return value === 'en' || value === 'fr' ? value : undefined;
}

function remember(language: Language): void {
    try {
        localStorage.setItem(key, language);
    } catch {
        // The address still carries the choice.
    }
}

function recall(): string | null {
    try {
        return localStorage.getItem(key);
    } catch {
        return null;
    }
}
