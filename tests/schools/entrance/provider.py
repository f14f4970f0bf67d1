"""A small OpenID provider on this machine: signs with a key made at run time, says what a test tells it."""

import base64
import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT = "the-portal"
SECRET = "a-secret-of-the-test"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
FOREIGN = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider:
    """`claims` is what it says of whoever comes; `broken` makes its token door answer 500."""

    def __init__(self):
        self.claims = {}
        self.key = KEY
        self.broken = False
        self.challenge = ""
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _door_of(self))
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def token(self):
        now = int(time.time())
        own = {"iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 600, "sub": "sub-1"}
        return jwt.encode(own | self.claims, self.key, algorithm="RS256", headers={"kid": "one"})


def _door_of(provider):
    class Door(BaseHTTPRequestHandler):
        def do_GET(self):
            if self.path == "/keys":
                key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
                return self.give({"keys": [key | {"kid": "one", "alg": "RS256"}]})
            doors = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
            told = {name: f"{provider.address}/{door}" for name, door in doors.items()}
            return self.give(told | {"issuer": provider.address})

        def do_POST(self):
            sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            digest = hashlib.sha256(sent["code_verifier"][0].encode()).digest()
            made = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
            right = made == provider.challenge and sent["client_secret"] == [SECRET]
            if provider.broken or not right:
                return self.give({"error": "invalid_grant"}, 500 if provider.broken else 400)
            return self.give({"access_token": "opaque", "token_type": "Bearer", "id_token": provider.token()})

        def give(self, told, status=200):
            body = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    return Door
