"""A headless Chromium, driven by chromedriver (WebDriver, W3C), with nothing but the standard library; and the count of what failed."""
import base64
import json
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request


class Browser:
    def __init__(self, scripts=True):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.folder = tempfile.TemporaryDirectory()
        self.driver = subprocess.Popen(["chromedriver", f"--port={self.port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        arguments = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                     "--disable-component-update", "--disable-sync", f"--user-data-dir={self.folder.name}", "--window-size=1200,900"]
        chrome = {"args": arguments, "binary": shutil.which("chromium") or "chromium"}
        if not scripts:
            chrome["prefs"] = {"profile.managed_default_content_settings.javascript": 2}
        wanted = {"capabilities": {"alwaysMatch": {"goog:chromeOptions": chrome, "goog:loggingPrefs": {"browser": "ALL"}}}}
        for _ in range(100):
            try:
                self.session = self.call("POST", "/session", wanted)["sessionId"]
                return
            except urllib.error.URLError:
                time.sleep(0.1)
        raise RuntimeError("chromedriver does not answer")

    def call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data, {"Content-Type": "application/json"}, method=method)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)["value"]

    def do(self, method, path, body=None):
        return self.call(method, f"/session/{self.session}{path}", body)

    def open(self, url):
        self.do("POST", "/url", {"url": "about:blank"})
        self.do("POST", "/url", {"url": url})

    def run(self, script):
        return self.do("POST", "/execute/sync", {"script": script, "args": []})

    def key(self, code):
        press = {"type": "key", "id": "keys", "actions": [{"type": "keyDown", "value": code}, {"type": "keyUp", "value": code}]}
        self.do("POST", "/actions", {"actions": [press]})

    def resize(self, width, height):
        self.do("POST", "/window/rect", {"width": width, "height": height})

    def prefer(self, scheme):
        """As a reader whose system is "light" or "dark"."""
        features = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
        self.do("POST", "/goog/cdp/execute", {"cmd": "Emulation.setEmulatedMedia", "params": features})

    def overhang(self):
        """How many pixels the page is wider than the window."""
        return self.run("return document.documentElement.scrollWidth - document.documentElement.clientWidth")

    def errors(self):
        return [e["message"] for e in self.do("POST", "/se/log", {"type": "browser"}) if e["level"] == "SEVERE"]

    def text_of(self, selector):
        found = self.do("POST", "/element", {"using": "css selector", "value": selector})
        return self.do("GET", f"/element/{next(iter(found.values()))}/text")

    def shot(self, path):
        path.write_bytes(base64.b64decode(self.do("GET", "/screenshot")))

    def close(self):
        try:
            self.do("DELETE", "")
        finally:
            self.driver.terminate()
            self.driver.wait()
            self.folder.cleanup()


class Checks:
    def __init__(self):
        self.failed = 0

    def __call__(self, what, good, seen=""):
        if not good:
            self.failed += 1
            print(f"FAILED: {what}{': ' + str(seen) if seen != '' else ''}")
