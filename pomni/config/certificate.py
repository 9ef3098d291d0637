"""The certificate with which Pomni speaks https in the local network: the owner's, or one made here."""

import ipaddress
from datetime import UTC, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from pomni.config.home import Home, write_once
from pomni.config.network import own_addresses, own_names
from pomni.kit.clock import now

LASTS = timedelta(days=397)  # longer ones are refused by phones
RENEW_BEFORE = timedelta(days=30)


def certificate_for(home: Home, own: str, own_key: str) -> tuple[Path, Path]:
    """Files of the certificate and of its key: the owner's where both are named, else the made ones, renewed in time."""
    if own and own_key:
        return Path(own), Path(own_key)
    folder = home.folder / "tls"
    folder.mkdir(mode=0o700, exist_ok=True)
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    if not (certificate.exists() and key.exists() and _still_fits(certificate)):
        certificate.unlink(missing_ok=True)
        key.unlink(missing_ok=True)
        _make(certificate, key)
    return certificate, key


def fingerprint(certificate: Path) -> str:
    """The SHA-256 fingerprint, as browsers show it, for comparing when a phone asks whether to trust it."""
    read = x509.load_pem_x509_certificate(certificate.read_bytes())
    return ":".join(f"{byte:02X}" for byte in read.fingerprint(hashes.SHA256()))


def _still_fits(certificate: Path) -> bool:
    read = x509.load_pem_x509_certificate(certificate.read_bytes())
    names = read.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    told = {str(address) for address in names.get_values_for_type(x509.IPAddress)}
    return read.not_valid_after_utc > now() + RENEW_BEFORE and set(own_addresses()) <= told


def _make(certificate: Path, key: Path) -> None:
    private = ec.generate_private_key(ec.SECP256R1())
    addresses = ["127.0.0.1", "::1", *own_addresses()]
    names = sorted({"localhost"} | (own_names() - set(addresses)))
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Pomni")])
    alternatives = [x509.DNSName(n) for n in names] + [
        x509.IPAddress(ipaddress.ip_address(a)) for a in addresses
    ]
    began = now().astimezone(UTC) - timedelta(days=1)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(began)
        .not_valid_after(began + LASTS)
        .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(private, hashes.SHA256())
    )
    form = serialization.PrivateFormat.PKCS8
    told = private.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode()
    write_once(key, told.splitlines())
    write_once(certificate, made.public_bytes(serialization.Encoding.PEM).decode().splitlines())
