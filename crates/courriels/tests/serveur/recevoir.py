"""A real SMTP server for the tests: listens on a free port of the loopback, says which, and writes each message that it
accepts in a folder of its own, read by the e-mail library of Python rather than by the one that wrote it.

An address that begins with « inconnu » is refused for good, one that begins with « occupe » for now; one that begins
with « muet » makes it hang up."""

import asyncio
import email
import email.policy
import pathlib
import sys

from aiosmtpd.smtp import SMTP

DOSSIER = pathlib.Path(sys.argv[1])
PORT = int(sys.argv[2])


class Recevoir:
    def __init__(self):
        self.rang = 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("inconnu"):
            return f"550 5.1.1 <{address}> unknown here"
        if address.startswith("occupe"):
            return f"451 4.3.0 <{address}> try again later"
        if address.startswith("muet"):
            server.transport.close()
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        # Written under another name first: who waits for a message must not read half of it.
        provisoire = DOSSIER / f"{self.rang}.arrive"
        provisoire.mkdir()

        def note(nom, texte):
            (provisoire / nom).write_text(str(texte), encoding="utf-8", newline="")

        (provisoire / "brut").write_bytes(envelope.content)
        note("enveloppe", "\n".join([envelope.mail_from, *envelope.rcpt_tos]))
        note("entetes", "\n".join(f"{nom}: {valeur}" for nom, valeur in message.items()))
        note("defauts", "\n".join(repr(defaut) for partie in message.walk() for defaut in partie.defects))
        note("genres", "\n".join(partie.get_content_type() for partie in message.walk()))
        for nom, genre in (("texte", "plain"), ("html", "html")):
            partie = message.get_body(preferencelist=(genre,))
            note(nom, partie.get_content() if partie else "")
        provisoire.rename(DOSSIER / str(self.rang))
        self.rang += 1
        return "250 OK"


async def serve():
    boucle = asyncio.get_running_loop()
    recevoir = Recevoir()
    serveur = await boucle.create_server(
        lambda: SMTP(recevoir, hostname="relais.example.fr"), "127.0.0.1", PORT
    )
    print(serveur.sockets[0].getsockname()[1], flush=True)
    # Ends with the test, whose end of the pipe is then closed, however it ends.
    await boucle.run_in_executor(None, sys.stdin.read)


asyncio.run(serve())
