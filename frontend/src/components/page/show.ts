import { mount } from 'svelte';
import type { Component } from 'svelte';
import { chooseLocale } from '../../i18n/locale';
import type { Locale } from '../../i18n/locale';
import { Faults, pageName } from './Faults.svelte';
import Page from './Page.svelte';

/** Shows a page in the reader's language; `propsIn` makes what the page needs. */
export function show<P extends object>(App: Component<P>, propsIn: (locale: Locale) => P): void {
    const locale = chooseLocale();
    document.documentElement.lang = locale.tag;
    const faults = new Faults(pageName(location.pathname));
    faults.watch(window);
    const target = document.getElementById('page');
    if (target !== null) {
        mount(Page<P>, { target, props: { locale, faults, App, props: propsIn(locale) } });
    }
}
