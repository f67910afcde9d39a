"""What people write to each other in the demonstration, in French and Dutch."""

from __future__ import annotations

INCIDENT_NOTES: dict[str, dict[str, tuple[str, ...]]] = {
    "fr": {
        "unpaid": ("Aucun règlement reçu à l'échéance. Merci de régulariser ou de nous écrire.",),
        "late": ("Règlement reçu après l'échéance : des majorations sont calculées.",),
        "missing": ("La DSN du mois n'est pas arrivée. Une taxation provisoire peut suivre.",),
        "late_declaration": ("Déclaration déposée après la date limite.",),
        "rejected": ("La banque a rejeté le prélèvement : coordonnées à vérifier.",),
        "mismatch": ("Le règlement est inférieur au montant déclaré.",),
        "document": ("Une pièce manque au dossier.",),
    },
    "nl": {
        "unpaid": ("Geen betaling ontvangen op de vervaldag. Gelieve te betalen of te schrijven.",),
        "late": ("Betaling ontvangen na de vervaldag: er worden verhogingen berekend.",),
        "missing": ("De aangifte van het kwartaal is niet ontvangen.",),
        "late_declaration": ("Aangifte ingediend na de uiterste datum.",),
        "rejected": ("De bank weigerde de domiciliëring: gelieve de rekening na te kijken.",),
        "mismatch": ("De betaling is lager dan het aangegeven bedrag.",),
        "document": ("Er ontbreekt een stuk in het dossier.",),
    },
}
DOCUMENTS_ASKED: dict[str, tuple[str, ...]] = {
    "fr": (
        "Merci de joindre l'extrait Kbis de moins de trois mois.",
        "Le mandat signé par le gérant est à nous transmettre.",
        "Merci de transmettre le relevé d'identité bancaire à jour.",
    ),
    "nl": (
        "Gelieve het door de zaakvoerder ondertekende mandaat te bezorgen.",
        "Gelieve de gecoördineerde statuten te bezorgen.",
        "Gelieve het nieuwe rekeningnummer te bevestigen.",
    ),
}
SETTLEMENTS: dict[str, dict[str, tuple[str, ...]]] = {
    "fr": {
        "firm": (
            "Virement effectué ce jour, preuve transmise par la messagerie.",
            "Pièce envoyée au gestionnaire.",
            "Déclaration déposée, accusé de réception reçu.",
        ),
        "office": ("Règlement bien reçu.", "Pièce reçue et classée."),
        "withdrawn": ("Ouvert par erreur.",),
    },
    "nl": {
        "firm": ("Overschrijving vandaag uitgevoerd.", "Stuk bezorgd aan de dossierbeheerder."),
        "office": ("Betaling goed ontvangen.", "Stuk ontvangen en geklasseerd."),
        "withdrawn": ("Bij vergissing geopend.",),
    },
}
# Subject, then the messages in turn: the office's first, the firm's second, and so on.
FROM_OFFICE: dict[str, tuple[tuple[str, ...], ...]] = {
    "fr": (
        ("Mise à jour du taux accident du travail",
         ("Bonjour, le nouveau taux notifié s'applique dès la prochaine paie. "
         "Pouvez-vous confirmer qu'il est saisi dans votre logiciel ?"),
         "Bonjour, c'est fait, il figurera dans la prochaine DSN.",
         "Merci, nous clôturons la demande."),
        ("Échéancier accepté",
         "Votre demande de délai est acceptée en six mensualités. L'échéancier est au dossier.",
         "Merci beaucoup, nous informons le client."),
        ("Coordonnées bancaires à confirmer",
         "Un changement d'IBAN nous a été signalé. Est-ce bien votre client qui l'a demandé ?",
         "Oui, le gérant l'a confirmé par téléphone ce matin."),
        ("Régularisation annuelle",
         "La régularisation de cotisations est disponible dans les documents du client."),
    ),
    "nl": (
        ("Nieuw percentage voor vakantiegeld",
         ("Goedendag, het nieuwe percentage geldt vanaf het volgende kwartaal. "
         "Kunt u dit in uw software nakijken?"),
         "Goedendag, dat is in orde gebracht."),
        ("Afbetalingsplan goedgekeurd",
         "Het gevraagde afbetalingsplan in zes schijven is goedgekeurd.",
         "Hartelijk dank, we brengen de klant op de hoogte."),
        ("Adreswijziging te bevestigen",
         "We ontvingen een adreswijziging. Klopt het nieuwe adres?"),
    ),
}  # fmt: skip
FROM_FIRM: dict[str, tuple[tuple[str, ...], ...]] = {
    "fr": (
        ("Attestation de vigilance",
         ("Bonjour, notre client a besoin de son attestation pour un appel d'offres. "
         "Pouvez-vous la publier ?"),
         "Bonjour, elle est disponible dans ses documents."),
        ("Demande de délai de paiement",
         "Notre client traverse une période difficile : un échéancier est-il possible ?",
         "Oui : merci de nous indiquer le montant mensuel envisageable.",
         "Il propose six mensualités égales."),
        ("Départ en retraite d'une salariée",
         "Quels justificatifs faut-il joindre à la fin de contrat ?"),
    ),
    "nl": (
        ("Attest van sociale bijdragen",
         "Goedendag, onze klant heeft een attest nodig voor zijn bank.",
         "Goedendag, het attest staat bij de documenten."),
        ("Vrijstelling van bijdragen",
         "Welke stukken moeten bij een aanvraag tot vrijstelling worden gevoegd?"),
    ),
}  # fmt: skip
TO_EVERYBODY: dict[str, tuple[str, str]] = {
    "fr": (
        "Fermeture exceptionnelle des guichets",
        "Nos guichets seront fermés vendredi après-midi ; les services en ligne restent ouverts.",
    ),
    "nl": (
        "Uitzonderlijke sluiting van de loketten",
        "Onze loketten zijn vrijdagnamiddag gesloten; de onlinediensten blijven beschikbaar.",
    ),
}
# Title and three lines, by group of documents.
DOCUMENTS: dict[str, dict[str, tuple[tuple[str, str], ...]]] = {
    "fr": {
        "social_status": (
            ("Attestation de vigilance", "La société est à jour de ses obligations déclaratives."),
            ("Appel de cotisations", "Montant à régler à l'échéance indiquée ci-dessous."),
            ("Attestation d'affiliation", "L'affiliation est en cours depuis la date indiquée."),
        ),
        "employees": (
            ("Bordereau récapitulatif", "Récapitulatif des cotisations du mois."),
            ("Notification du taux accident du travail", "Taux applicable à l'établissement."),
        ),
    },
    "nl": {
        "social_status": (
            ("Attest van aansluiting", "De aansluiting loopt sinds de vermelde datum."),
            ("Vervaldagbericht", "Te betalen bedrag op de vermelde vervaldag."),
        ),
        "employees": (
            ("Overzicht van de bijdragen", "Overzicht van de bijdragen van het kwartaal."),
            ("Attest van sociale bijdragen", "De aangiften van de werkgever zijn in orde."),
        ),
    },
}
# Country → language, title, summary.
GUIDES: dict[str, tuple[tuple[str, str, str], ...]] = {
    "FR": (
        ("fr", "Ajouter un client à votre portefeuille",
         "Les deux preuves demandées, pas à pas, pour un employeur et pour un indépendant."),
        ("fr", "Corriger une anomalie DSN",
         "Annule et remplace, ou mois suivant : que choisir et jusqu'à quand."),
        ("fr", "Calendrier social", "Échéances des employeurs et des indépendants, mois par mois."),
        ("en", "First steps for accounting firms",
         "Signing in, portfolios, clients and the first declaration."),
        ("de", "Erste Schritte für Kanzleien",
         "Anmeldung, Portfolios, Kunden und die erste Meldung."),
    ),
    "BE": (
        ("nl", "Een klant toevoegen",
         "Met rijksregisternummer of ondernemingsnummer, stap voor stap."),
        ("nl", "Sociale bijdragen van zelfstandigen", "Kwartalen, verhogingen en vrijstellingen."),
        ("fr", "Ajouter un client en Belgique",
         "Par numéro national ou numéro d'entreprise, pas à pas."),
        ("de", "Einen Kunden hinzufügen", "Mit National- oder Unternehmensnummer."),
        ("en", "Affiliation and transfer", "What happens after a request, and how long it takes."),
    ),
}  # fmt: skip
