import { createRequire as requireFor } from 'node:module'; const require = requireFor(import.meta.url);
function s(i,t){let{recovery:e}=i;return e?e.after[Math.min(t,e.after.length)-1]??0:Math.min(6e5,1e4*2**Math.min(30,Math.max(0,t-1)))}function a({timeout:i,recovery:t},{failure:e,counted:r}){return!t||e!=="timeout"?i:Math.round(i*t.timeoutFactor**r)}export{s as a,a as b};
