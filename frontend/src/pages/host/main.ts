import { mount } from 'svelte';
import { chooseLocale } from '../../i18n/locale';
import { codeOfPage } from '../../state/address';
import '../../styles/base.css';
import App from './App.svelte';

const locale = chooseLocale();
document.documentElement.lang = locale.tag;
const target = document.getElementById('page');
if (target !== null) {
    mount(App, { target, props: { locale, code: codeOfPage() } });
}
