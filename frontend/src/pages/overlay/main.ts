import { mount } from 'svelte';
import { Faults } from '../../components/page/Faults.svelte';
import { chooseLocale } from '../../i18n/locale';
import { codeOfPage } from '../../state/address';
import { LiveState } from '../../state/LiveState.svelte';
import './overlay.css';
import Page from './Page.svelte';

const locale = chooseLocale();
document.documentElement.lang = locale.tag;
document.documentElement.dataset['theme'] =
    new URLSearchParams(location.search).get('theme') === 'light' ? 'light' : 'dark';
const faults = new Faults('overlay');
faults.watch(window);
const target = document.getElementById('page');
if (target !== null) {
    const connect = () => new LiveState({ code: codeOfPage(), audience: 'overlay' });
    mount(Page, { target, props: { locale, connect, faults } });
}
