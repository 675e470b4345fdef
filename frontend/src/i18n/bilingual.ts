/** The languages of the interface. */
export type Language = 'en' | 'fr';

/**
 * What the French words of a surface must be, given the English ones: the same keys, the same arguments. A missing or
 * a superfluous key does not compile.
 */
export type Same<W> = {
    readonly [K in keyof W]: W[K] extends (...values: infer A) => string
        ? (...values: A) => string
        : W[K] extends string
          ? string
          : Same<W[K]>;
};

/** The words of one surface in both languages. */
export function bilingual<W>(en: W, fr: NoInfer<Same<W>>): Readonly<Record<Language, Same<W>>> {
    return { en: en as Same<W>, fr };
}

interface Forms {
    readonly one: string;
    readonly other: string;
}

function counter(tag: string): (n: number, forms: Forms) => string {
    const rules = new Intl.PluralRules(tag);
    const figures = new Intl.NumberFormat(tag);
    return (n, forms) => (rules.select(n) === 'one' ? forms.one : forms.other).replaceAll('#', figures.format(n));
}

/** Chooses the form for a number and puts the number in the place of `#`. */
export const inEnglish = counter('en-CA');

/** As {@link inEnglish}, by the French rule in which 0 and 1 are singular. */
export const enFrancais = counter('fr-CA');
