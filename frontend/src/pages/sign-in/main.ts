import { mount } from 'svelte';
import { chooseLocale } from '../../i18n/locale';
import '../../styles/base.css';
import App from './App.svelte';
import { endOf } from './ends';

const locale = chooseLocale();
document.documentElement.lang = locale.tag;
const target = document.getElementById('page');
if (target !== null) {
    mount(App, { target, props: { locale, end: endOf(location.pathname) } });
}
