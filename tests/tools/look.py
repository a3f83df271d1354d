"""Looks at pages in headless Chromium and says what there is to see.

Standard input: {"chromium": PATH, "pages": [{"file", "width", "dark", "paper", "screenshot" or null}, …]}. Standard
output: for each page what went to the console, what was asked for besides the page itself, how wide it is, its smallest
letters in pixels of the screen, the pictures that show, and text that lies outside of its picture or upon other text. Chromium is spoken to
over a pipe (the DevTools protocol), so nothing but Python is needed.
"""

import base64
import json
import os
import pathlib
import subprocess
import sys
import tempfile

MEASURE = """(() => {
  const shown = [...document.querySelectorAll('svg')].filter((svg) => svg.getBoundingClientRect().width > 0
    && getComputedStyle(svg).display !== 'none' && !svg.closest('svg svg'));
  const root = document.documentElement;
  const smallest = { size: 1e9, text: '' };
  const outside = [], upon = [];
  const html = [...document.querySelectorAll('h1, p, dt, dd, figcaption, th, td, caption')];
  for (const element of html.slice(0, 4000)) {
    const size = parseFloat(getComputedStyle(element).fontSize);
    if (size < smallest.size) Object.assign(smallest, { size, text: element.textContent.slice(0, 60) });
  }
  for (const svg of shown) {
    const frame = svg.getBoundingClientRect();
    const boxes = [];
    for (const text of svg.querySelectorAll('text')) {
      const scale = text.getScreenCTM().a;
      const size = parseFloat(getComputedStyle(text).fontSize) * scale;
      const label = [...text.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data).join('');
      if (size < smallest.size) Object.assign(smallest, { size, text: label });
      const box = text.getBoundingClientRect();
      if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1)
        outside.push(label);
      // A letter's box is higher than the letter.
      const inset = box.height * 0.2;
      for (const other of boxes)
        if (box.left < other.box.right - 1 && other.box.left < box.right - 1
            && box.top + inset < other.box.bottom - inset && other.box.top + inset < box.bottom - inset)
          upon.push(label + ' | ' + other.label);
      boxes.push({ box, label });
    }
  }
  return {
    title: document.title, wide: root.scrollWidth, window: root.clientWidth, smallest, outside, upon,
    pictures: shown.map((svg) => [svg.getAttribute('class'), svg.querySelectorAll('text').length,
      svg.querySelectorAll('rect, circle, line, path').length]),
    ground: getComputedStyle(shown.length ? shown[0].querySelector('.ground') : document.body).fill,
  };
})()"""


class Browser:
    def __init__(self, chromium, folder):
        to_read, to_write = os.pipe(), os.pipe()

        def as_three_and_four():
            # Above 4 first, so that neither closes the other.
            ends = [os.dup(to_read[0]), os.dup(to_write[1])]
            high = [os.dup2(end, 50 + at) for at, end in enumerate(ends)]
            for at, end in enumerate(high):
                os.dup2(end, 3 + at, inheritable=True)

        self.process = subprocess.Popen(
            [chromium, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--remote-debugging-pipe",
             "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-extensions",
             "--host-resolver-rules=MAP * ~NOTFOUND", "--user-data-dir=" + folder, "about:blank"],
            preexec_fn=as_three_and_four, close_fds=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        os.close(to_read[0])
        os.close(to_write[1])
        self.out, self.into = os.fdopen(to_read[1], "wb"), os.fdopen(to_write[0], "rb")
        self.number, self.events, self.rest = 0, [], b""

    def message(self):
        while b"\0" not in self.rest:
            more = os.read(self.into.fileno(), 1 << 20)
            if not more:
                raise SystemExit("Chromium has gone away")
            self.rest += more
        message, self.rest = self.rest.split(b"\0", 1)
        return json.loads(message)

    def ask(self, method, session=None, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        self.out.write(json.dumps(message).encode() + b"\0")
        self.out.flush()
        while True:
            answer = self.message()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise SystemExit(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)

    def until(self, method):
        while not any(event.get("method") == method for event in self.events):
            self.events.append(self.message())

    def look(self, page):
        self.events = []
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Log", "Runtime"):
            self.ask(domain + ".enable", session)
        self.ask("Emulation.setDeviceMetricsOverride", session, width=page["width"], height=900, deviceScaleFactor=1,
                 mobile=page["width"] < 600 and page.get("touch", True))
        scheme = "dark" if page.get("dark") else "light"
        self.ask("Emulation.setEmulatedMedia", session, media="print" if page.get("paper") else "",
                 features=[{"name": "prefers-color-scheme", "value": scheme}])
        address = pathlib.Path(page["file"]).resolve().as_uri()
        self.events = []
        self.ask("Page.navigate", session, url=address)
        self.until("Page.loadEventFired")
        seen = self.ask("Runtime.evaluate", session, expression=MEASURE, returnByValue=True)["result"]["value"]
        if page.get("screenshot"):
            shot = self.ask("Page.captureScreenshot", session, captureBeyondViewport=True)
            pathlib.Path(page["screenshot"]).write_bytes(base64.b64decode(shot["data"]))
        if page.get("paper"):
            pdf = self.ask("Page.printToPDF", session, printBackground=True, preferCSSPageSize=True)
            pdf = base64.b64decode(pdf["data"])
            seen["pdf_bytes"] = len(pdf)
            if page["paper"] is not True:
                pathlib.Path(page["paper"]).write_bytes(pdf)
        seen["console"] = [event["params"] for event in self.events
                           if event.get("method") in ("Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded")]
        asked = [event["params"]["request"]["url"] for event in self.events
                 if event.get("method") == "Network.requestWillBeSent"]
        seen["loaded"] = asked.count(address)
        seen["asked"] = [url for url in asked if url != address]
        self.ask("Target.closeTarget", targetId=target)
        return seen

    def close(self):
        self.ask("Browser.close")
        self.process.wait(timeout=30)


def main():
    order = json.load(sys.stdin)
    with tempfile.TemporaryDirectory() as folder:
        browser = Browser(order["chromium"], folder)
        try:
            seen = [browser.look(page) for page in order["pages"]]
            browser.close()
        finally:
            if browser.process.poll() is None:
                browser.process.kill()
                browser.process.wait()
    json.dump(seen, sys.stdout)


main()
