import { createRequire as requireFor } from 'node:module'; const require = requireFor(import.meta.url);
function e(n){return n.replaceAll("%","%25").replaceAll("\r","%0D").replaceAll(`
`,"%0A")}function o(n,r){return`::${n}::${e(r)}`}function i(n){return(r,t)=>n(`${o(r,t)}
`)}function s(n){return{begin:`::stop-commands::${n}
`,end:`
::${n}::
`}}export{o as a,i as b,s as c};
