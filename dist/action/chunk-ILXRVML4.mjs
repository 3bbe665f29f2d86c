import { createRequire as requireFor } from 'node:module'; const require = requireFor(import.meta.url);
import{b as n}from"./chunk-KAJPSNTY.mjs";var l=360*6e4,p=7200*6e4,o=30*6e4,c=3;function s({runsOn:t}){return t.includes("self-hosted")?p:l}function r(t,e){let i=n(t.spec,e);return t.heal===null?i:Math.min(i*c,s(t)-o)}function a(t,e){return Math.min(r(t,e)+o,s(t))}export{r as a,a as b};
