import { mount } from 'svelte';
import { chooseLocale } from '../../i18n/locale';
import { codeOfPage } from '../../state/address';
import { deviceStore } from '../../state/deviceStore';
import { LiveState } from '../../state/LiveState.svelte';
import '../../styles/base.css';
import App from './App.svelte';

const locale = chooseLocale();
document.documentElement.lang = locale.tag;
const target = document.getElementById('page');
if (target !== null) {
    const live = new LiveState({ code: codeOfPage(), audience: 'desk' });
    mount(App, { target, props: { locale, live, store: deviceStore() } });
}
