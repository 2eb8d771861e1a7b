# SPDX-License-Identifier: Apache-2.0
"""A headless Chromium, driven through its DevTools protocol over a pair of pipes, so that nothing but the browser
and python3 is needed."""

import base64
import json
import os
import select
import shutil
import subprocess
import tempfile
import time

import harness

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run", "--disable-extensions",
         "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage", "--mute-audio",
         "--force-color-profile=srgb", "--remote-debugging-pipe", "about:blank")


class Browser:
    """One page. Console errors, uncaught exceptions and requests are kept from the start."""

    def __init__(self, timeout=60):
        program = next(filter(None, map(shutil.which, NAMES)), None)
        if program is None:
            raise harness.Skip("no Chromium is installed (the group [test] of the package list has it): "
                               "THE REPORT WAS NOT OPENED IN A BROWSER")
        self.timeout, self.number, self.buffer, self.events = timeout, 0, b"", []
        self.requests, self.errors = [], []
        self.profile = tempfile.mkdtemp(prefix="mineprint-browser-")
        to_read, self.to_browser = os.pipe()
        self.from_browser, to_write = os.pipe()
        # The browser reads commands from descriptor 3 and answers on 4.
        command = ["bash", "-c", f'exec "$@" 3<&{to_read} 4>&{to_write}', "bash", program, *FLAGS[:-1],
                   f"--user-data-dir={self.profile}", FLAGS[-1]]
        self.process = subprocess.Popen(command, pass_fds=(to_read, to_write), stdin=subprocess.DEVNULL,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                        env={**os.environ, "HOME": self.profile})
        os.close(to_read)
        os.close(to_write)
        self.session = None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        os.close(self.to_browser)
        os.close(self.from_browser)
        shutil.rmtree(self.profile, ignore_errors=True)

    def _message(self, until):
        """The next message; None when the time is over."""
        while b"\0" not in self.buffer:
            ready, _, _ = select.select([self.from_browser], [], [], max(0, until - time.monotonic()))
            if not ready:
                return None
            piece = os.read(self.from_browser, 1 << 20)
            harness.check(piece, "the browser has ended")
            self.buffer += piece
        text, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(text)

    def _note(self, message):
        method, content = message.get("method"), message.get("params", {})
        if method == "Network.requestWillBeSent":
            self.requests.append(content["request"]["url"])
        elif method == "Runtime.exceptionThrown":
            self.errors.append(json.dumps(content["exceptionDetails"])[:600])
        elif method == "Runtime.consoleAPICalled" and content["type"] in ("error", "warning", "assert"):
            self.errors.append(json.dumps(content["args"])[:600])
        elif method == "Log.entryAdded" and content["entry"]["level"] in ("error", "warning"):
            self.errors.append(content["entry"]["text"])
        elif method:
            self.events.append(method)

    def call(self, method, **params):
        self.number += 1
        message = {"id": self.number, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self.to_browser, data):]
        until = time.monotonic() + self.timeout
        while True:
            answer = self._message(until)
            harness.check(answer is not None, f"the browser does not answer {method}")
            if answer.get("id") == self.number:
                harness.check("error" not in answer, f"{method}: {answer.get('error')}")
                return answer["result"]
            self._note(answer)

    def size(self, width, height, mobile=False):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=mobile)

    def open(self, path):
        """Opens a file and waits until it is loaded; returns the seconds that took."""
        self.events.clear()
        begin = time.monotonic()
        self.call("Page.navigate", url=f"file://{path}")
        until = begin + self.timeout
        while "Page.loadEventFired" not in self.events:
            message = self._message(until)
            harness.check(message is not None, f"{path} does not load")
            self._note(message)
        self.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        return time.monotonic() - begin

    def load_seconds(self):
        """Of the page that is open, by its own clock: from the beginning to the end of its load event, or to the first
        painting of its content where that comes later. Starting the browser and talking to it do not count."""
        return self.evaluate("""new Promise(done => {
          const look = () => {
            const painted = performance.getEntriesByName("first-contentful-paint")[0];
            const loaded = performance.getEntriesByType("navigation")[0].loadEventEnd;
            if (painted && loaded > 0) done(Math.max(painted.startTime, loaded) / 1000);
            else setTimeout(look, 20);
          };
          look();
        })""")

    def evaluate(self, expression):
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        harness.check("exceptionDetails" not in answer, f"{expression}: {answer.get('exceptionDetails')}")
        return answer["result"].get("value")

    def key(self, key, code):
        for kind in ("rawKeyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code)

    def screenshot(self, path, whole_page=False):
        data = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=whole_page)["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))
