// Who chose the light theme has it before the first stroke of paint: this script is waited for, and reads the cookie of http/theme.py.
document.documentElement.toggleAttribute("data-light", /(^|; )pc_light=1/.test(document.cookie));
