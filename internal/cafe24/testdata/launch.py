#!/usr/bin/env python3
"""Makes launch.json: signed launch queries and what must become of them.

Python's hmac, hashlib, base64 and urllib are the second opinion here: nothing of the Go package is used.
Run: python3 launch.py > launch.json
"""
import base64
import hashlib
import hmac
import json
from urllib.parse import quote

SECRET = "s3cret/+=?&%한글"
NOW = 1622527265  # the clock the test sets
NAME = quote("대표 관리자", safe="")


def sign(text, secret=SECRET, digest=hashlib.sha256):
    return base64.b64encode(hmac.new(secret.encode(), text.encode(), digest).digest()).decode()


def query(ts=NOW, mall="samplemall", head="is_multi_shop=F&lang=ko_KR", name=NAME, shop="&shop_no=1", tail=""):
    return (f"{head}&mall_id={mall}&nation=KR{shop}&timestamp={ts}"
            f"&user_id=samplemall&user_name={name}&user_type=P{tail}")


def signed(text, **kw):
    return text + "&hmac=" + quote(sign(text, **kw), safe="")


# A timestamp whose signature holds both "+" and "/", so that encodings of it can be told apart.
PLUS = next(t for t in range(NOW, NOW - 290, -1) if "+" in sign(query(t)) and "/" in sign(query(t)))
BASE, MAC = query(PLUS), sign(query(PLUS))
OK, BAD, STALE, FORM = "ok", "signature", "stale", "malformed"
pairs = BASE.split("&")

cases = [
    ("as Cafe24 sends it", signed(BASE), OK),
    ("bare plus and slash in hmac", BASE + "&hmac=" + MAC, OK),
    ("plus turned into a space", BASE + "&hmac=" + MAC.replace("+", "%20"), OK),
    ("lower-case escapes of hmac", BASE + "&hmac=" + quote(MAC, safe="").replace("%2B", "%2b").replace("%2F", "%2f"), OK),
    ("hmac first", "hmac=" + quote(MAC, safe="") + "&" + BASE, OK),
    ("hmac in the middle", "&".join(pairs[:3] + ["hmac=" + quote(MAC, safe="")] + pairs[3:]), OK),
    ("unknown parameter, signed", signed(query(tail="&zone=a%2Fb")), OK),
    ("auth_config first", signed(query(head="auth_config=%7B%22MENU_LIST%22%3A%5B%5D%7D&lang=ko_KR")), OK),
    ("no is_multi_shop, no nation", signed(f"lang=ko_KR&mall_id=samplemall&timestamp={NOW}&user_id=a&user_name=b&user_type=A"), OK),
    ("oldest allowed", signed(query(NOW - 300)), OK),
    ("clock ahead within skew", signed(query(NOW + 60)), OK),
    ("empty user name", signed(query(name="")), OK),

    ("one second too old", signed(query(NOW - 301)), STALE),
    ("two hours old", signed(query(NOW - 7200)), STALE),
    ("from the future", signed(query(NOW + 61)), STALE),
    ("timestamp zero", signed(query(0)), STALE),

    ("mall changed", signed(BASE).replace("mall_id=samplemall", "mall_id=othermall1"), BAD),
    ("user changed", signed(BASE).replace("user_type=P", "user_type=A"), BAD),
    ("timestamp changed", signed(query(NOW - 7200)).replace(str(NOW - 7200), str(NOW)), BAD),
    ("shop changed", signed(BASE).replace("shop_no=1", "shop_no=2"), BAD),
    ("parameter added", signed(BASE) + "&admin=1", BAD),
    ("parameter removed", signed(BASE).replace("nation=KR&", ""), BAD),
    ("parameters reordered", "&".join(reversed(pairs)) + "&hmac=" + quote(MAC, safe=""), BAD),
    ("two parameters swapped", "&".join([pairs[1], pairs[0]] + pairs[2:]) + "&hmac=" + quote(MAC, safe=""), BAD),
    ("%20 became +", signed(BASE).replace("%20", "+"), BAD),
    ("escapes in lower case", signed(BASE).replace("%EB%8C%80", "%eb%8c%80"), BAD),
    ("letter escaped", signed(BASE).replace("mall_id=s", "mall_id=%73"), BAD),
    ("decoded name", BASE.replace(NAME, "대표%20관리자") + "&hmac=" + quote(MAC, safe=""), BAD),
    ("mall in upper case", signed(BASE).replace("mall_id=samplemall", "mall_id=SAMPLEMALL"), BAD),
    ("another app's secret", signed(BASE, secret="other"), BAD),
    ("empty secret", signed(BASE, secret=""), BAD),
    ("signature of the decoded query", BASE + "&hmac=" + quote(sign(BASE.replace(NAME, "대표 관리자")), safe=""), BAD),
    ("first bit flipped", BASE + "&hmac=" + quote(chr(ord(MAC[0]) ^ 1) + MAC[1:], safe=""), BAD),
    ("name of hmac in upper case", BASE + "&HMAC=" + quote(MAC, safe=""), FORM),
    ("no hmac", BASE, FORM),
    ("empty hmac", BASE + "&hmac=", FORM),
    ("hmac without value", BASE + "&hmac", FORM),
    ("truncated hmac", BASE + "&hmac=" + quote(MAC[:-4], safe=""), FORM),
    ("hmac encoded twice", BASE + "&hmac=" + quote(quote(MAC, safe=""), safe=""), FORM),
    ("hmac in hex", BASE + "&hmac=" + hmac.new(SECRET.encode(), BASE.encode(), hashlib.sha256).hexdigest(), FORM),
    ("hmac of SHA-1", signed(BASE, digest=hashlib.sha1), FORM),
    ("newline in hmac", BASE + "&hmac=" + quote(MAC[:20] + "\n" + MAC[21:], safe=""), FORM),
    ("trailing bits in hmac", BASE + "&hmac=" + quote(MAC[:-2] + chr(ord(MAC[-2]) + 1) + "=", safe=""), FORM),
    ("url-safe hmac", BASE + "&hmac=" + MAC.replace("+", "-").replace("/", "_"), FORM),
    ("two hmacs", signed(BASE) + "&hmac=" + quote(MAC, safe=""), FORM),
    ("mall twice, signed", signed(query(tail="&mall_id=othermall1")), FORM),
    ("mall twice, first forged", "mall_id=othermall1&" + signed(BASE), FORM),
    ("mall twice, name escaped", signed(BASE) + "&mall%5Fid=othermall1", FORM),
    ("empty pair", signed(BASE) + "&", FORM),
    ("bad escape", signed(query(name="%zz")), FORM),
    ("no timestamp", signed("mall_id=samplemall&user_id=a"), FORM),
    ("signed timestamp sign", signed(query("%2B" + str(NOW))), FORM),
    ("timestamp in milliseconds", signed(query(NOW * 1000)), FORM),
    ("mall is a host", signed(query(mall="evil.example%2F")), FORM),
    ("mall with a dot", signed(query(mall="a.b.c")), FORM),
    ("mall with an underscore", signed(query(mall="sample_mall")), FORM),
    ("mall too short", signed(query(mall="ab")), FORM),
    ("mall of 51", signed(query(mall="a" * 51)), FORM),
    ("mall with newline", signed(query(mall="samplemall%0A")), FORM),
    ("no mall", signed(f"timestamp={NOW}&user_id=a"), FORM),
    ("shop no number", signed(query(shop="&shop_no=x")), FORM),
    ("empty query", "", FORM),
    ("far too long", signed(query(tail="&x=" + "a" * 9000)), FORM),
]
print(json.dumps({"secret": SECRET, "now": NOW, "cases": [{"name": n, "query": q, "want": w} for n, q, w in cases]},
                 ensure_ascii=False, indent=1))
