"""The addresses of documents and guides."""

from django.urls import path

from mandat.documents.views import firm, guides, office

app_name = "documents"
_DOCUMENT, _GUIDE = "office/documents/<int:pk>/", "office/guides/<int:pk>/"
urlpatterns = [
    path("documents/<int:pk>/file/", firm.document_file, name="document_file"),
    path("guides/", firm.guides, name="guides"),
    path("guides/<int:pk>/file/", firm.guide_file, name="guide_file"),
    path("office/documents/", office.index, name="office_documents"),
    path("office/documents/new/", office.new, name="office_document_new"),
    path(f"{_DOCUMENT}file/", office.file, name="office_document_file"),
    path(f"{_DOCUMENT}withdrawal/", office.withdrawal, name="office_document_withdrawal"),
    path(f"{_DOCUMENT}restoration/", office.restoration, name="office_document_restoration"),
    path("office/guides/", guides.index, name="office_guides"),
    path("office/guides/new/", guides.new, name="office_guide_new"),
    path(f"{_GUIDE}file/", guides.file, name="office_guide_file"),
    path(f"{_GUIDE}withdrawal/", guides.withdrawal, name="office_guide_withdrawal"),
    path(f"{_GUIDE}restoration/", guides.restoration, name="office_guide_restoration"),
]
